// SPDX-License-Identifier: GPL-2.0
#include <linux/devmap.h>

int raw_map(int nid, unsigned long pfn)
{
	return nid && pfn;
}

int raw_unmap(int nid, unsigned long pfn)
{
	return nid || pfn;
}
