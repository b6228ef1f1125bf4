// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* The sample's memory blocks: what user space sees below /sys/devices/system/memory. */
#include <linux/types.h>
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/node.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#ifdef CONFIG_MEMORY_HOTPLUG_SPARSE
#define MEMORY_MAX_BLOCKS	1024

static DEFINE_MUTEX(mem_sysfs_mutex);
static int sections_per_block = 1;
static struct memory_block *memory_blocks[MEMORY_MAX_BLOCKS];

static unsigned long base_memory_block_id(unsigned long section_nr)
{
	return section_nr / sections_per_block;
}

/* Returns the block of @section, or NULL; the caller holds mem_sysfs_mutex. */
struct memory_block *find_memory_block(struct mem_section *section)
{
	unsigned long id = base_memory_block_id(__section_nr(section));

	return id < MEMORY_MAX_BLOCKS ? memory_blocks[id] : NULL;
}

/* Valid sections that the block spans, counted anew. */
static int count_sections(struct memory_block *mem)
{
	unsigned long nr;
	int count = 0;

	for (nr = mem->start_section_nr; nr <= mem->end_section_nr; nr++)
		if (valid_section(__nr_to_section(nr)))
			count++;
	return count;
}

static int register_memory(struct memory_block *memory)
{
	memory->dev.id = memory->start_section_nr / sections_per_block;
	return device_register(&memory->dev);
}

static int init_memory_block(struct memory_block **memory, struct mem_section *section,
			     unsigned long state)
{
	unsigned long id = base_memory_block_id(__section_nr(section));
	struct memory_block *mem;
	int ret;

	if (id >= MEMORY_MAX_BLOCKS)
		return -EINVAL;

	mem = kzalloc(sizeof(*mem), GFP_KERNEL);
	if (!mem)
		return -ENOMEM;

	mem->start_section_nr = id * sections_per_block;
	mem->end_section_nr = mem->start_section_nr + sections_per_block - 1;
	mem->state = state;
	mem->nid = NUMA_NO_NODE;
	ret = register_memory(mem);
	if (ret) {
		kfree(mem);
		return ret;
	}
	memory_blocks[id] = mem;
	*memory = mem;
	return 0;
}

/* Makes the block of a section that was just added, or counts the section in. */
int hotplug_memory_register(int nid, struct mem_section *section)
{
	struct memory_block *mem;
	int ret = 0;

	mutex_lock(&mem_sysfs_mutex);
	mem = find_memory_block(section);
	if (!mem)
		ret = init_memory_block(&mem, section, MEM_OFFLINE);
	if (!ret)
		mem->section_count++;
	mutex_unlock(&mem_sysfs_mutex);
	return ret;
}

void memory_block_online(struct memory_block *mem)
{
	mem->state = MEM_ONLINE;
}

#ifdef CONFIG_MEMORY_HOTREMOVE
static void unregister_memory(struct memory_block *memory)
{
	memory_blocks[base_memory_block_id(memory->start_section_nr)] = NULL;
	device_unregister(&memory->dev);
}

static int remove_memory_section(unsigned long node_id, struct mem_section *section,
				 int phys_device)
{
	struct memory_block *mem;

	mutex_lock(&mem_sysfs_mutex);
	mem = find_memory_block(section);
	/* A section that was never registered has no block to leave. */
	if (mem) {
		unregister_mem_sect_under_nodes(mem, __section_nr(section));
		if (--mem->section_count)
			put_device(&mem->dev);
		else
			unregister_memory(mem);
	}
	mutex_unlock(&mem_sysfs_mutex);
	return 0;
}

int unregister_memory_section(struct mem_section *section)
{
	return valid_section(section) ? remove_memory_section(0, section, 0) : -EINVAL;
}
#endif /* CONFIG_MEMORY_HOTREMOVE */

int __init memory_dev_init(void)
{
	unsigned long id;

	for (id = 0; id < MEMORY_MAX_BLOCKS; id++)
		if (memory_blocks[id])
			WARN_ON(count_sections(memory_blocks[id]) !=
				memory_blocks[id]->section_count);
	return 0;
}
#endif /* CONFIG_MEMORY_HOTPLUG_SPARSE */
