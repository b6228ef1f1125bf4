// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/region.h>

int region_trim(struct region *parent, u64 start, u64 size)
{
	struct region *res;
	int ret = -22;

	for (res = parent->next; res; res = res->next) {
		if (res->start >= start + size)
			break;

		/*
		 * Memory of devices is not system RAM; its owner
		 * looks after it, so leave the walk without a
		 * complaint.
		 */
		if (!(res->flags & REGION_SYSRAM)) {
			ret = 0;
			break;
		}

		/*
		 * Anything that is not memory ends the walk; the caller
		 * has nothing to trim behind it.
		 */
		if (!(res->flags & REGION_MEM))
			break;
		ret = 0;
	}
	return ret;
}
