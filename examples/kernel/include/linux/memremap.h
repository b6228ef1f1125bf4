/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_MEMREMAP_H
#define _LINUX_MEMREMAP_H

#include <linux/types.h>
#include <linux/ioport.h>

struct device;

/* Where a device keeps the struct pages of its own memory. */
struct vmem_altmap {
	unsigned long base_pfn;
	unsigned long reserve;
	unsigned long free;
	unsigned long alloc;
};

enum memory_type {
	MEMORY_DEVICE_PRIVATE = 1,
	MEMORY_DEVICE_PUBLIC,
	MEMORY_DEVICE_FS_DAX,
};

struct percpu_ref {
	unsigned long count;
};

struct dev_pagemap {
	enum memory_type type;
	struct resource res;
	struct device *dev;
	struct percpu_ref *ref;
	void (*kill)(struct percpu_ref *ref);	/* nobody new may take @ref */
	struct vmem_altmap altmap;
	bool altmap_valid;
	void *data;
};

static inline unsigned long vmem_altmap_offset(const struct vmem_altmap *altmap)
{
	return altmap->reserve + altmap->free;
}

#ifdef CONFIG_ZONE_DEVICE
extern void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap);
extern void vmem_altmap_free(struct vmem_altmap *altmap, unsigned long nr_pfns);
#endif

#endif /* _LINUX_MEMREMAP_H */
