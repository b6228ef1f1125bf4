// SPDX-License-Identifier: GPL-2.0
#include <linux/devmem.h>

int devmem_a(void)
{
	return 1;
}

int devmem_b(void)
{
	return 2;
}

void devmem_suspend(struct devmem *dev)
{
	if (!dev->end)
		return;
	dev->end = 0;
	dev->first = 0;
}

void devmem_release(struct devmem *dev)
{
	if (!dev->end)
		return;
	dev->end = 0;
	dev->first = 0;
}
