// SPDX-License-Identifier: GPL-2.0
#include <linux/devmap.h>

int dax9_add(int nid, unsigned long pfn)
{
	return raw_map(nid, pfn);
}

int dax9_del(int nid, unsigned long pfn)
{
	return raw_unmap(nid, pfn);
}
