// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/hotremove.h>

/* Called with the lock held. */
int __meminit arch_unmap_range(u64 start, u64 size, struct altmap *altmap)
{
	if (!size)
		return 1;

	return start < size && !altmap;
}
