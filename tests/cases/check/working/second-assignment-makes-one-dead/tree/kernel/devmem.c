// SPDX-License-Identifier: GPL-2.0
#include <linux/devmem.h>

extern int devmem_node(struct devmem *dev);
extern int pfn_node(unsigned long pfn);
extern void devmem_del(int nid, unsigned long pfn, unsigned long count);

void devmem_release(struct devmem *dev)
{
	unsigned long pfn, count;
	int nid = 0;

	if (!dev->end)
		return;

	pfn = dev->first;
	count = dev->end - pfn;
	dev->end = 0;
	nid = pfn_node(pfn);

	devmem_del(nid, pfn, count);
}
