/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_IOPORT_H
#define _LINUX_IOPORT_H

#include <linux/types.h>

struct resource {
	const char *name;
	unsigned long flags;
	resource_size_t start, end;	/* both inside */
	struct resource *parent;
	struct resource *sibling;
	struct resource *child;
};

#define IORESOURCE_MEM		0x00000200
#define IORESOURCE_SYSRAM	0x01000000
#define IORESOURCE_BUSY		0x80000000UL

#define IORESOURCE_SYSTEM_RAM	(IORESOURCE_MEM | IORESOURCE_SYSRAM)

#define IORES_DESC_DEVICE_PRIVATE_MEMORY	6

extern struct resource iomem_resource;

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

extern int request_resource(struct resource *root, struct resource *new);
extern int release_resource(struct resource *old);
extern int adjust_resource(struct resource *res, resource_size_t start,
			   resource_size_t size);
extern struct resource *devm_request_free_mem_region(resource_size_t size);

#ifdef CONFIG_MEMORY_HOTREMOVE
extern int release_mem_region_adjustable(struct resource *parent,
					 resource_size_t start,
					 resource_size_t size);
#endif

#endif /* _LINUX_IOPORT_H */
