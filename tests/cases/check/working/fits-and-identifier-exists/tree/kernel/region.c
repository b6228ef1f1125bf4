// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/region.h>

static struct region root;
static int adjusted;

int region_adjusted(void)
{
	return adjusted;
}

int region_adjust(struct region *parent, u64 start, u64 size)
{
	struct region *res;
	int ret = -22;

	for (res = parent->next; res; res = res->next) {
		if (res->start >= start + size)
			break;

		if (res->end <= start)
			continue;

		if (!(res->flags & REGION_MEM))
			break;

		res->end = start;
		ret = 0;
	}
	return ret;
}

int region_release(u64 start, u64 size)
{
	return region_adjust(&root, start, size);
}
