// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* The sample's nodes: /sys/devices/system/node and the links to memory blocks. */
#include <linux/types.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/node.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

struct node *node_devices[MAX_NUMNODES];
EXPORT_SYMBOL(node_devices);

nodemask_t node_online_map;

#ifdef CONFIG_NUMA
static int register_node(struct node *node, int num)
{
	node->dev.id = num;
	node->dev.numa_node = num;
	return device_register(&node->dev);
}

int __register_one_node(int nid)
{
	struct node *node = kzalloc(sizeof(*node), GFP_KERNEL);
	int err = node ? register_node(node, nid) : -ENOMEM;

	if (err)
		kfree(node);
	else
		node_devices[nid] = node;
	return err;
}

void unregister_one_node(int nid)
{
	struct node *node = node_devices[nid];

	node_devices[nid] = NULL;
	if (node)
		device_unregister(&node->dev);
	kfree(node);
}

/* Two links for each pair: the node names the block, and the block names the node. */
static int link_block_and_node(struct memory_block *mem_blk, int nid)
{
	struct kobject *node = &node_devices[nid]->dev.kobj;
	struct kobject *block = &mem_blk->dev.kobj;
	int ret;

	ret = sysfs_create_link_nowarn(node, block, kobject_name(block));
	if (ret)
		return ret;
	return sysfs_create_link_nowarn(block, node, kobject_name(node));
}

static void unlink_block_and_node(struct memory_block *mem_blk, int nid)
{
	struct kobject *node = &node_devices[nid]->dev.kobj;
	struct kobject *block = &mem_blk->dev.kobj;

	sysfs_remove_link(node, kobject_name(block));
	sysfs_remove_link(block, kobject_name(node));
}

/* Returns the node of a page, or -1 when the page says nothing. */
static int get_nid_for_pfn(unsigned long pfn)
{
	if (!pfn_valid(pfn))
		return -1;
	return pfn_to_nid(pfn);
}

int register_mem_sect_under_node(struct memory_block *mem_blk, int nid)
{
	unsigned long pfn = section_nr_to_pfn(mem_blk->start_section_nr);
	unsigned long end_pfn = section_nr_to_pfn(mem_blk->end_section_nr + 1);

	mem_blk->nid = nid;
	for (; pfn < end_pfn; pfn++) {
		/* Hot-added pages have no node yet; pages from boot have one. */
		if (mem_blk->state != MEM_OFFLINE && get_nid_for_pfn(pfn) != nid)
			continue;
		return link_block_and_node(mem_blk, nid);
	}
	return 0;
}

/* Takes a block that goes away out of the folder of each node it has pages of. */
int unregister_mem_sect_under_nodes(struct memory_block *mem_blk,
				    unsigned long phys_index)
{
	unsigned long pfn = section_nr_to_pfn(phys_index);
	unsigned long end_pfn = pfn + PAGES_PER_SECTION;
	nodemask_t *unlinked_nodes;
	int nid;

	unlinked_nodes = kmalloc(sizeof(*unlinked_nodes), GFP_KERNEL);
	if (!unlinked_nodes)
		return -ENOMEM;
	nodes_clear(*unlinked_nodes);

	for (; pfn < end_pfn; pfn++) {
		nid = get_nid_for_pfn(pfn);
		if (nid < 0 || !node_online(nid))
			continue;
		if (!node_test_and_set(nid, unlinked_nodes))
			unlink_block_and_node(mem_blk, nid);
	}
	kfree(unlinked_nodes);
	return 0;
}

/* Links the blocks of a range that was just added to their node. */
int link_mem_sections(int nid, unsigned long start_pfn, unsigned long end_pfn)
{
	struct memory_block *mem_blk;
	unsigned long pfn;
	int ret;

	for (pfn = start_pfn; pfn < end_pfn; pfn += PAGES_PER_SECTION) {
		mem_blk = find_memory_block(__pfn_to_section(pfn));
		if (!mem_blk)
			continue;
		ret = register_mem_sect_under_node(mem_blk, nid);
		if (ret)
			return ret;
	}
	return 0;
}
#endif /* CONFIG_NUMA */
