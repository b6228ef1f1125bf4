// SPDX-License-Identifier: GPL-2.0
#include <linux/devmem.h>

int devmem_del(struct devmem *dev)
{
	unsigned long count = dev->end - dev->first;

	dev->end = dev->first;
	return count == 0;
}
