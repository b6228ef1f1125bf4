// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/region.h>

static struct region root;

void region_adjust(u64 start, u64 size)
{
	struct region *res;

	for (res = root.next; res; res = res->next) {
		if (res->start >= start + size)
			break;

		if (res->end <= start)
			continue;

		if (!(res->flags & REGION_MEM))
			break;

		res->end = start;
	}
}

void region_release(u64 start, u64 size)
{
	region_adjust(start, size);
}
