// SPDX-License-Identifier: GPL-2.0
#include <linux/zone9.h>

static int remove_section9(struct zone9 *zone, unsigned long pfn)
{
	zone->spanned -= pfn ? 1 : 0;
	return 0;
}

int remove_pages9(struct zone9 *zone, unsigned long pfn, unsigned long count)
{
	unsigned long i;
	int ret = 0;

	if (!count)
		return -22;

	for (i = 0; i < count; i++) {
		cond_resched();
		ret = remove_section9(zone, pfn + i);
		if (ret)
			break;
	}

	return ret;
}
