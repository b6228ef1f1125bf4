// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* The sample's device memory: struct pages for a range that a device owns. */
#include <linux/types.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

#ifdef CONFIG_ZONE_DEVICE
#define SECTION_SIZE	((u64)PAGES_PER_SECTION << PAGE_SHIFT)

/* First page that is usable, behind those which hold the map itself. */
static unsigned long pfn_first(const struct dev_pagemap *pgmap)
{
	unsigned long pfn = pgmap->res.start >> PAGE_SHIFT;

	if (pgmap->altmap_valid)
		pfn += vmem_altmap_offset(&pgmap->altmap);
	return pfn;
}

static unsigned long pfn_end(const struct dev_pagemap *pgmap)
{
	return (pgmap->res.start + resource_size(&pgmap->res)) >> PAGE_SHIFT;
}

/* Device memory comes and goes in whole sections. */
static u64 section_align(const struct resource *res, u64 *size)
{
	u64 start = ALIGN_DOWN(res->start, SECTION_SIZE);

	*size = ALIGN(res->start + resource_size(res), SECTION_SIZE) - start;
	return start;
}

static void devm_memremap_pages_release(void *data)
{
	struct dev_pagemap *pgmap = data;
	struct vmem_altmap *altmap = pgmap->altmap_valid ? &pgmap->altmap : NULL;
	struct device *dev = pgmap->dev;
	u64 align_start, align_size;
	struct zone *zone;
	unsigned long pfn;

	pgmap->kill(pgmap->ref);
	for (pfn = pfn_first(pgmap); pfn < pfn_end(pgmap); pfn++)
		pfn_to_page(pfn)->pgmap = NULL;

	align_start = section_align(&pgmap->res, &align_size);

	pfn = align_start >> PAGE_SHIFT;
	zone = page_zone(pfn_to_page(pfn_first(pgmap)));

	mem_hotplug_begin();
	if (pgmap->type == MEMORY_DEVICE_PRIVATE)
		__remove_pages(zone, pfn, align_size >> PAGE_SHIFT, NULL);
	else
		arch_remove_memory(align_start, align_size, altmap);
	mem_hotplug_done();

	if (altmap && altmap->alloc)
		dev_warn(dev, "%lu pages of the map were not given back\n",
			 altmap->alloc);
}

/**
 * devm_memremap_pages - make struct pages for a device's memory
 * @dev: the device; its going away takes the pages with it
 * @pgmap: the range, its kind and the reference that holds it
 *
 * Private memory is only described; any other is mapped for the CPU as well.
 */
void *devm_memremap_pages(struct device *dev, struct dev_pagemap *pgmap)
{
	struct vmem_altmap *altmap = pgmap->altmap_valid ? &pgmap->altmap : NULL;
	u64 align_start, align_size;
	struct zone *zone;
	unsigned long pfn;
	int error, nid;

	if (!pgmap->ref || !pgmap->kill)
		return ERR_PTR(-EINVAL);

	align_start = section_align(&pgmap->res, &align_size);
	pgmap->dev = dev;

	nid = dev_to_node(dev);
	if (nid < 0)
		nid = numa_mem_id();

	mem_hotplug_begin();
	/* The CPU cannot reach private memory: no mapping, and no altmap either. */
	if (pgmap->type == MEMORY_DEVICE_PRIVATE)
		error = add_pages(nid, align_start >> PAGE_SHIFT,
				  align_size >> PAGE_SHIFT, NULL, false);
	else
		error = arch_add_memory(nid, align_start, align_size, altmap,
					false);
	zone = NODE_DATA(nid)->node_zones + ZONE_DEVICE;
	if (!error)
		move_pfn_range_to_zone(zone, align_start >> PAGE_SHIFT,
				       align_size >> PAGE_SHIFT, altmap);
	mem_hotplug_done();
	if (error) {
		pgmap->kill(pgmap->ref);
		return ERR_PTR(error);
	}

	for (pfn = pfn_first(pgmap); pfn < pfn_end(pgmap); pfn++)
		pfn_to_page(pfn)->pgmap = pgmap;

	error = devm_add_action_or_reset(dev, devm_memremap_pages_release, pgmap);
	return error ? ERR_PTR(error) : pgmap->data;
}
EXPORT_SYMBOL_GPL(devm_memremap_pages);

void vmem_altmap_free(struct vmem_altmap *altmap, unsigned long nr_pfns)
{
	altmap->alloc -= nr_pfns;
}
#endif /* CONFIG_ZONE_DEVICE */
