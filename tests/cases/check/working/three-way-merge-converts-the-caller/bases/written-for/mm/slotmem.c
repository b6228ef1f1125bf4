// SPDX-License-Identifier: GPL-2.0
#include <linux/slotmem.h>

void slotmem_drop(unsigned long pfn, unsigned long count)
{
	while (count--)
		pfn++;
}
