// SPDX-License-Identifier: GPL-2.0
#include <linux/slotmem.h>

void slotmem_release(struct slotmem *mem);

void slotmem_release(struct slotmem *mem)
{
	unsigned long pfn;
	unsigned long count;
	int nid = 0;

	slotmem_freeze(mem);
	pfn = mem->first;
	count = mem->end - pfn;
	mem->end = 0;
	slotmem_drop(nid, pfn, count);
}
