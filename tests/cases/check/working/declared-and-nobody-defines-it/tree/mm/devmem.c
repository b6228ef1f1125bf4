// SPDX-License-Identifier: GPL-2.0
#include <linux/devmem.h>

void devmem_work(struct devmem *dev)
{
	dev->nid++;
}
