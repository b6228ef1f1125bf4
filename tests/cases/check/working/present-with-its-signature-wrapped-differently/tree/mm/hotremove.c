// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/hotremove.h>

int unmap_node_range(int nid, u64 start, u64 size)
{
	if (nid < 0)
		return -22;

	return arch_unmap_range(nid, start, size, NULL);
}
