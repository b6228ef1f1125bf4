/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

#define REGION_MEM    1
#define REGION_SYSRAM    2

struct region {
	struct region *next;
	u64 start;
	u64 end;
	unsigned int flags;
};

int region_trim(struct region *parent, u64 start, u64 size);
