// SPDX-License-Identifier: GPL-2.0
#include <linux/slotmem.h>

void slotmem_drop(int nid, unsigned long pfn, unsigned long count)
{
	if (nid < 0)
		return;
	while (count--)
		pfn++;
}
