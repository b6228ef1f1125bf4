// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/hotremove.h>

int arch_unmap_range(int nid, u64 start,
			 u64 size, struct altmap *altmap)
{
	return start > size && altmap;
}
