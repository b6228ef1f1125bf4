/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_SLOTMEM_H
#define _LINUX_SLOTMEM_H

struct slotmem {
	unsigned long first;
	unsigned long end;
	int home;
};

int slotmem_home(struct slotmem *mem);
int slotmem_page_node(unsigned long pfn);
void slotmem_freeze(struct slotmem *mem);
void slotmem_quiesce(struct slotmem *mem);
void slotmem_drop(int nid, unsigned long pfn, unsigned long count);

#endif
