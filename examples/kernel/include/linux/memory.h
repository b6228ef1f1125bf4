/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_MEMORY_H
#define _LINUX_MEMORY_H

#include <linux/types.h>
#include <linux/device.h>
#include <linux/mmzone.h>

#define MEM_ONLINE		(1 << 0)
#define MEM_GOING_OFFLINE	(1 << 1)
#define MEM_OFFLINE		(1 << 2)

/* A memory block: what user space puts online and offline as one. */
struct memory_block {
	unsigned long start_section_nr;
	unsigned long end_section_nr;
	unsigned long state;
	int section_count;
	int online_type;
	int phys_device;
	int nid;
	struct device dev;
};

#define to_memory_block(ptr)	container_of(ptr, struct memory_block, dev)

#ifdef CONFIG_MEMORY_HOTPLUG_SPARSE
extern int memory_dev_init(void);
extern int hotplug_memory_register(int nid, struct mem_section *section);
extern struct memory_block *find_memory_block(struct mem_section *section);
#ifdef CONFIG_MEMORY_HOTREMOVE
extern int unregister_memory_section(struct mem_section *section);
#endif
extern void memory_block_online(struct memory_block *mem);
#else
static inline int memory_dev_init(void)
{
	return 0;
}

static inline struct memory_block *find_memory_block(struct mem_section *section)
{
	return NULL;
}
#endif /* CONFIG_MEMORY_HOTPLUG_SPARSE */

#endif /* _LINUX_MEMORY_H */
