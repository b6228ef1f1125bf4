// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* The sample's memory hot-plug: add, online, offline, remove; the order matters. */
#include <linux/types.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/node.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct pglist_data *node_data[MAX_NUMNODES];
unsigned long max_pfn;

static DEFINE_MUTEX(mem_hotplug_lock);

void mem_hotplug_begin(void)
{
	mutex_lock(&mem_hotplug_lock);
}

void mem_hotplug_done(void)
{
	mutex_unlock(&mem_hotplug_lock);
}

/* Claims the range as system RAM, or says who has it. */
static struct resource *register_memory_resource(u64 start, u64 size)
{
	struct resource *ram = kzalloc(sizeof(*ram), GFP_KERNEL);
	int err = -ENOMEM;

	if (ram) {
		ram->start = start;
		ram->end = ram->start + size - 1;
		ram->name = "System RAM";
		ram->flags = IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY;
		err = request_resource(&iomem_resource, ram) ? -EEXIST : 0;
	}
	if (!err)
		return ram;

	pr_warn("0x%llx+0x%llx cannot be claimed: %d\n", start, size, err);
	kfree(ram);
	return ERR_PTR(err);
}

static void release_memory_resource(struct resource *ram)
{
	if (ram && !release_resource(ram))
		kfree(ram);
}

static int __meminit __add_section(int nid, unsigned long phys_start_pfn,
				   struct vmem_altmap *altmap, bool want_memblock)
{
	struct mem_section *ms = __pfn_to_section(phys_start_pfn);
	int err = sparse_add_one_section(nid, phys_start_pfn, altmap);

	if (!err && want_memblock)
		err = hotplug_memory_register(nid, ms);
	return err;
}

/* Adds the sections of a range. Their pages stay uninitialised until they go online. */
int __ref __add_pages(int nid, unsigned long phys_start_pfn, unsigned long nr_pages,
		      struct vmem_altmap *altmap, bool want_memblock)
{
	unsigned long end_pfn = phys_start_pfn + nr_pages;
	unsigned long pfn;
	int err = 0;

	for (pfn = phys_start_pfn; pfn < end_pfn && !err; pfn += PAGES_PER_SECTION) {
		err = __add_section(nid, pfn, altmap, want_memblock);
		/* Two users may share a section; the second finds it done. */
		if (err == -EEXIST)
			err = 0;
		cond_resched();
	}
	return err;
}

#ifdef CONFIG_MEMORY_HOTREMOVE
/* Tells whether the pages of the section at @pfn count for @zone (or for the node). */
static bool section_counts(int nid, struct zone *zone, unsigned long pfn)
{
	struct mem_section *ms = __pfn_to_section(pfn);

	if (!valid_section(ms))
		return false;
	if (pfn_to_nid(pfn) != nid)
		return false;
	return !zone || page_zone(pfn_to_page(pfn)) == zone;
}

/* Returns the first page in [start_pfn, end_pfn) that counts, or 0. */
static unsigned long find_smallest_section_pfn(int nid, struct zone *zone,
					       unsigned long start_pfn,
					       unsigned long end_pfn)
{
	for (; start_pfn < end_pfn; start_pfn += PAGES_PER_SECTION)
		if (section_counts(nid, zone, start_pfn))
			return start_pfn;
	return 0;
}

/* Returns the last page in [start_pfn, end_pfn) that counts, or 0. */
static unsigned long find_biggest_section_pfn(int nid, struct zone *zone,
					      unsigned long start_pfn,
					      unsigned long end_pfn)
{
	unsigned long pfn;

	for (pfn = end_pfn; pfn > start_pfn; pfn -= PAGES_PER_SECTION)
		if (section_counts(nid, zone, pfn - PAGES_PER_SECTION))
			return pfn - 1;
	return 0;
}

static void shrink_zone_span(struct zone *zone, unsigned long start_pfn,
			     unsigned long end_pfn)
{
	unsigned long first = zone->zone_start_pfn;
	unsigned long end = zone_end_pfn(zone);
	int nid = zone->zone_pgdat->node_id;

	zone_span_writelock(zone);
	if (first == start_pfn)
		first = find_smallest_section_pfn(nid, zone, end_pfn, end);
	else if (end == end_pfn)
		end = find_biggest_section_pfn(nid, zone, first, start_pfn) + 1;

	/* Nothing found means that nothing is left. */
	if (!first || end <= first)
		first = end = 0;
	zone->zone_start_pfn = first;
	zone->spanned_pages = end - first;
	zone_span_writeunlock(zone);
}

static void shrink_pgdat_span(struct pglist_data *pgdat, unsigned long start_pfn,
			      unsigned long end_pfn)
{
	unsigned long first = pgdat->node_start_pfn;
	unsigned long end = first + pgdat->node_spanned_pages;

	if (first == start_pfn)
		first = find_smallest_section_pfn(pgdat->node_id, NULL, end_pfn, end);
	else if (end == end_pfn)
		end = find_biggest_section_pfn(pgdat->node_id, NULL, first,
					       start_pfn) + 1;

	if (!first || end <= first)
		first = end = 0;
	pgdat->node_start_pfn = first;
	pgdat->node_spanned_pages = end - first;
}

static void __remove_zone(struct zone *zone, unsigned long start_pfn)
{
	struct pglist_data *pgdat = zone->zone_pgdat;
	unsigned long end_pfn = start_pfn + PAGES_PER_SECTION;

	pgdat_resize_lock(pgdat);
	shrink_zone_span(zone, start_pfn, end_pfn);
	shrink_pgdat_span(pgdat, start_pfn, end_pfn);
	pgdat_resize_unlock(pgdat);
}

static int __remove_section(struct zone *zone, struct mem_section *ms,
			    unsigned long map_offset, struct vmem_altmap *altmap)
{
	int ret;

	if (!valid_section(ms))
		return -EINVAL;

	ret = unregister_memory_section(ms);
	if (ret)
		return ret;

	__remove_zone(zone, section_nr_to_pfn(__section_nr(ms)));

	sparse_remove_one_section(zone, ms, map_offset, altmap);
	return 0;
}

/**
 * __remove_pages() - take the sections of a range away
 * @zone: the zone that the pages are in
 * @phys_start_pfn: first page, at the start of a section
 * @nr_pages: a multiple of PAGES_PER_SECTION
 * @altmap: where the device keeps the map, or NULL
 *
 * The pages are offline by now, or were never online.
 */
int __remove_pages(struct zone *zone, unsigned long phys_start_pfn,
		   unsigned long nr_pages, struct vmem_altmap *altmap)
{
	unsigned long end_pfn = phys_start_pfn + nr_pages;
	unsigned long map_offset = 0;
	unsigned long pfn;
	int ret = 0;

	/* A device owns its region and gives it back itself. */
	if (is_dev_zone(zone)) {
		if (altmap)
			map_offset = vmem_altmap_offset(altmap);
	} else {
		ret = release_mem_region_adjustable(&iomem_resource,
						    PFN_PHYS(phys_start_pfn),
						    PFN_PHYS(nr_pages));
		if (ret)
			pr_warn("region of pfn %lx not released: %d\n",
				phys_start_pfn, ret);
	}

	clear_zone_contiguous(zone);

	for (pfn = phys_start_pfn; pfn < end_pfn; pfn += PAGES_PER_SECTION) {
		ret = __remove_section(zone, __pfn_to_section(pfn), map_offset, altmap);
		if (ret)
			break;
		/* Only the first section gave pages to the map. */
		map_offset = 0;
	}

	set_zone_contiguous(zone);
	return ret;
}
#endif /* CONFIG_MEMORY_HOTREMOVE */

static void __meminit resize_zone_range(struct zone *zone, unsigned long start_pfn,
					unsigned long nr_pages)
{
	unsigned long old_end = zone_end_pfn(zone);
	unsigned long end = start_pfn + nr_pages;

	if (zone_is_empty(zone) || start_pfn < zone->zone_start_pfn)
		zone->zone_start_pfn = start_pfn;
	zone->spanned_pages = (old_end > end ? old_end : end) - zone->zone_start_pfn;
}

static void __meminit resize_pgdat_range(struct pglist_data *pgdat,
					 unsigned long start_pfn,
					 unsigned long nr_pages)
{
	unsigned long old_end = pgdat->node_start_pfn + pgdat->node_spanned_pages;
	unsigned long end = start_pfn + nr_pages;

	if (!pgdat->node_spanned_pages || start_pfn < pgdat->node_start_pfn)
		pgdat->node_start_pfn = start_pfn;
	pgdat->node_spanned_pages = (old_end > end ? old_end : end) -
				    pgdat->node_start_pfn;
}

/* Makes a range part of @zone: its span, its node's span, and the pages themselves. */
void __ref move_pfn_range_to_zone(struct zone *zone, unsigned long start_pfn,
				  unsigned long nr_pages, struct vmem_altmap *altmap)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	/* Its first range gives an empty zone its tables. */
	if (zone_is_empty(zone))
		init_currently_empty_zone(zone, start_pfn, nr_pages);

	clear_zone_contiguous(zone);

	pgdat_resize_lock(pgdat);
	zone_span_writelock(zone);
	resize_zone_range(zone, start_pfn, nr_pages);
	zone_span_writeunlock(zone);
	resize_pgdat_range(pgdat, start_pfn, nr_pages);
	pgdat_resize_unlock(pgdat);

	memmap_init_zone(nr_pages, pgdat->node_id, zone_idx(zone), start_pfn, altmap);

	set_zone_contiguous(zone);
}

/* Chooses the zone for a range that user space puts online. */
struct zone *zone_for_pfn_range(int online_type, int nid, unsigned long start_pfn,
				unsigned long nr_pages)
{
	enum zone_type which = ZONE_NORMAL;

	if (online_type == MMOP_ONLINE_MOVABLE)
		which = ZONE_MOVABLE;
	return &NODE_DATA(nid)->node_zones[which];
}

static void update_present_pages(struct zone *zone, long nr_pages)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	zone->present_pages += nr_pages;
	pgdat_resize_lock(pgdat);
	pgdat->node_present_pages += nr_pages;
	pgdat_resize_unlock(pgdat);
}

int __ref online_pages(unsigned long pfn, unsigned long nr_pages, int online_type)
{
	struct memory_block *mem;
	struct zone *zone;

	mem_hotplug_begin();
	mem = find_memory_block(__pfn_to_section(pfn));
	if (!mem) {
		mem_hotplug_done();
		return -ENODEV;
	}

	zone = zone_for_pfn_range(online_type, mem->nid, pfn, nr_pages);
	move_pfn_range_to_zone(zone, pfn, nr_pages, NULL);
	online_mem_sections(pfn, pfn + nr_pages);
	update_present_pages(zone, nr_pages);
	adjust_managed_page_count(pfn_to_page(pfn), nr_pages);
	memory_block_online(mem);
	mem_hotplug_done();
	return 0;
}

static int online_memory_block(unsigned long start_pfn, unsigned long nr_pages)
{
	return online_pages(start_pfn, nr_pages, MMOP_ONLINE);
}

static int prepare_node(int nid)
{
	if (node_online(nid))
		return 0;

	node_set_online(nid);
	return __register_one_node(nid);
}

int __ref add_memory_resource(int nid, struct resource *res, bool online)
{
	unsigned long start_pfn, nr_pages;
	u64 start = res->start;
	u64 size = resource_size(res);
	int ret;

	start_pfn = start >> PAGE_SHIFT;
	nr_pages = size >> PAGE_SHIFT;

	mem_hotplug_begin();
	ret = prepare_node(nid);
	if (ret)
		goto out;

	ret = arch_add_memory(nid, start, size, NULL, true);
	if (ret)
		goto out;

	ret = link_mem_sections(nid, start_pfn, start_pfn + nr_pages);
	WARN_ON(ret);
	ret = 0;

out:
	mem_hotplug_done();
	/* Going online takes the lock itself. */
	if (!ret && online)
		ret = online_memory_block(start_pfn, nr_pages);
	return ret;
}

int __ref add_memory(int nid, u64 start, u64 size)
{
	struct resource *ram = register_memory_resource(start, size);
	int err;

	if (IS_ERR(ram))
		return PTR_ERR(ram);

	err = add_memory_resource(nid, ram, false);
	if (err)
		release_memory_resource(ram);
	return err;
}
EXPORT_SYMBOL_GPL(add_memory);

#ifdef CONFIG_MEMORY_HOTREMOVE
/* A range goes offline as one: all of its pages are in the same zone. */
static struct zone *test_pages_in_a_zone(unsigned long start_pfn, unsigned long end_pfn)
{
	struct zone *zone = NULL;
	unsigned long pfn;

	for (pfn = start_pfn; pfn < end_pfn; pfn += PAGES_PER_SECTION) {
		if (!online_section(__pfn_to_section(pfn)))
			return NULL;
		if (zone && page_zone(pfn_to_page(pfn)) != zone)
			return NULL;
		zone = page_zone(pfn_to_page(pfn));
	}
	return zone;
}

static int __ref __offline_pages(unsigned long start_pfn, unsigned long end_pfn)
{
	unsigned long offlined_pages = end_pfn - start_pfn;
	struct zone *zone;
	int ret = 0;

	mem_hotplug_begin();
	zone = test_pages_in_a_zone(start_pfn, end_pfn);
	if (!zone) {
		ret = -EINVAL;
		goto out;
	}

	offline_mem_sections(start_pfn, end_pfn);
	adjust_managed_page_count(pfn_to_page(start_pfn), -(long)offlined_pages);
	update_present_pages(zone, -(long)offlined_pages);
	pr_info("offlined %lu pages of zone %s\n", offlined_pages, zone->name);

out:
	mem_hotplug_done();
	return ret;
}

int offline_pages(unsigned long start_pfn, unsigned long nr_pages)
{
	unsigned long end_pfn = start_pfn + nr_pages;

	return nr_pages ? __offline_pages(start_pfn, end_pfn) : 0;
}

/* Every block of the range must be offline before its memory can go. */
static bool range_is_offline(u64 start, u64 size)
{
	unsigned long pfn = start >> PAGE_SHIFT;
	unsigned long end_pfn = pfn + (size >> PAGE_SHIFT);

	for (; pfn < end_pfn; pfn += PAGES_PER_SECTION)
		if (online_section(__pfn_to_section(pfn)))
			return false;
	return true;
}

/**
 * __remove_memory - take memory away for good
 * @nid: the node it was added to
 * @start: physical address of the first byte
 * @size: how many bytes
 */
void __ref __remove_memory(int nid, u64 start, u64 size)
{
	mem_hotplug_begin();
	BUG_ON(!range_is_offline(start, size));

	arch_remove_memory(start, size, NULL);

	mem_hotplug_done();
}

void remove_memory(int nid, u64 start, u64 size)
{
	__remove_memory(nid, start, size);
}
EXPORT_SYMBOL_GPL(remove_memory);
#endif /* CONFIG_MEMORY_HOTREMOVE */
