/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_NODE_H
#define _LINUX_NODE_H

#include <linux/types.h>
#include <linux/device.h>
#include <linux/nodemask.h>

struct memory_block;

struct node {
	struct device dev;
	unsigned long attributes;
};

extern struct node *node_devices[MAX_NUMNODES];

#ifdef CONFIG_NUMA
extern int __register_one_node(int nid);
extern void unregister_one_node(int nid);
extern int link_mem_sections(int nid, unsigned long start_pfn, unsigned long end_pfn);
extern int register_mem_sect_under_node(struct memory_block *mem_blk, int nid);
extern int unregister_mem_sect_under_nodes(struct memory_block *mem_blk,
					   unsigned long phys_index);
#else
static inline int __register_one_node(int nid)
{
	return 0;
}

static inline int link_mem_sections(int nid, unsigned long start_pfn,
				    unsigned long end_pfn)
{
	return 0;
}

static inline int register_mem_sect_under_node(struct memory_block *mem_blk, int nid)
{
	return 0;
}

static inline int unregister_mem_sect_under_nodes(struct memory_block *mem_blk,
						  unsigned long phys_index)
{
	return 0;
}
#endif /* CONFIG_NUMA */

#endif /* _LINUX_NODE_H */
