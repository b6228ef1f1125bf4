// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/devmem.h>

extern int devmem_node(struct devmem *dev);
extern unsigned long node_pages[4];

int devmem_add(struct devmem *dev)
{
	int nid = devmem_node(dev);

	if (nid < 0)
		nid = 0;
	node_pages[nid] += dev->end;
	return 0;
}

int devmem_del(struct devmem *dev)
{
	dev->end = 0;
	return 0;
}
