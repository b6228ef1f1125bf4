// SPDX-License-Identifier: GPL-2.0
#include <linux/devmem.h>

unsigned long devmem_last(struct devmem *dev)
{
	unsigned long pfn = dev->first;
	unsigned long left = dev->end - dev->first;

	while (left--)
		pfn++;
	dev->end = dev->first;
	return pfn;
}

void devmem_release(struct devmem *dev)
{
	unsigned long pfn, last = dev->end;

	for (pfn = dev->first; pfn < last; pfn++)
		dev->first = pfn;
	dev->end = pfn;
}
