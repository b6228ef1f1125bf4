// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* The sample's sparse memory model: one struct page array per section. */
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define PAGEBLOCK_LONGS	64

struct mem_section mem_sections[NR_MEM_SECTIONS];
EXPORT_SYMBOL(mem_sections);

static struct page *alloc_section_memmap(unsigned long start_pfn, int nid,
					 struct vmem_altmap *altmap)
{
	if (altmap && altmap->free < PAGES_PER_SECTION / PAGE_SIZE)
		return NULL;
	return kzalloc(PAGES_PER_SECTION * sizeof(struct page), GFP_KERNEL);
}

#ifdef CONFIG_MEMORY_HOTPLUG
void online_mem_sections(unsigned long start_pfn, unsigned long end_pfn)
{
	unsigned long pfn;

	for (pfn = start_pfn; pfn < end_pfn; pfn += PAGES_PER_SECTION)
		__pfn_to_section(pfn)->flags |= SECTION_IS_ONLINE;
}

#ifdef CONFIG_MEMORY_HOTREMOVE
void offline_mem_sections(unsigned long start_pfn, unsigned long end_pfn)
{
	unsigned long pfn;

	for (pfn = start_pfn; pfn < end_pfn; pfn += PAGES_PER_SECTION)
		__pfn_to_section(pfn)->flags &= ~SECTION_IS_ONLINE;
}
#endif

/* Returns 0, -EEXIST when the section is there, or -ENOMEM. */
int __meminit sparse_add_one_section(int nid, unsigned long start_pfn,
				     struct vmem_altmap *altmap)
{
	struct mem_section *ms = __pfn_to_section(start_pfn);
	struct pglist_data *pgdat = NODE_DATA(nid);
	unsigned long *usemap;
	struct page *memmap;
	int ret = -EEXIST;

	memmap = alloc_section_memmap(start_pfn, nid, altmap);
	usemap = kzalloc(PAGEBLOCK_LONGS * sizeof(*usemap), GFP_KERNEL);
	if (!memmap || !usemap) {
		kfree(memmap);
		kfree(usemap);
		return -ENOMEM;
	}

	pgdat_resize_lock(pgdat);
	if (!valid_section(ms)) {
		ms->map = memmap;
		ms->pageblock_flags = usemap;
		ms->flags |= SECTION_MARKED_PRESENT;
		ret = 0;
	}
	pgdat_resize_unlock(pgdat);

	if (ret) {
		kfree(memmap);
		kfree(usemap);
	}
	return ret;
}

#ifdef CONFIG_MEMORY_HOTREMOVE
static void free_section_usemap(struct page *memmap, unsigned long *usemap,
				struct vmem_altmap *altmap)
{
	kfree(usemap);
	if (altmap)
		altmap->free += PAGES_PER_SECTION / PAGE_SIZE;
	kfree(memmap);
}

void sparse_remove_one_section(struct zone *zone, struct mem_section *ms,
			       unsigned long map_offset, struct vmem_altmap *altmap)
{
	struct pglist_data *pgdat = zone->zone_pgdat;
	struct page *memmap = NULL;
	unsigned long *usemap = NULL;

	pgdat_resize_lock(pgdat);
	if (ms->map) {
		memmap = ms->map + map_offset;
		usemap = ms->pageblock_flags;
		ms->flags = 0;
		ms->map = NULL;
		ms->pageblock_flags = NULL;
	}
	pgdat_resize_unlock(pgdat);

	if (memmap)
		free_section_usemap(memmap - map_offset, usemap, altmap);
}
#endif /* CONFIG_MEMORY_HOTREMOVE */
#endif /* CONFIG_MEMORY_HOTPLUG */
