// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/hotremove.h>

int arch_unmap_range(u64 start, u64 size, struct altmap *altmap,
			 struct pagemap9 *pgmap)
{
	return start > size && altmap;
}
