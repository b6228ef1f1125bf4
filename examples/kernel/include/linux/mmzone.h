/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#include <linux/types.h>
#include <linux/numa.h>
#include <linux/spinlock.h>

#define PAGE_SHIFT		12
#define PAGE_SIZE		(1UL << PAGE_SHIFT)
#define PFN_UP(x)		(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_PHYS(pfn)		((phys_addr_t)(pfn) << PAGE_SHIFT)

#define SECTION_SIZE_BITS	27
#define PFN_SECTION_SHIFT	(SECTION_SIZE_BITS - PAGE_SHIFT)
#define PAGES_PER_SECTION	(1UL << PFN_SECTION_SHIFT)
#define PAGE_SECTION_MASK	(~(PAGES_PER_SECTION - 1))
#define NR_MEM_SECTIONS		(1UL << 19)

#define ALIGN_DOWN(x, a)	((x) & ~((a) - 1))
#define ALIGN(x, a)		ALIGN_DOWN((x) + (a) - 1, a)

struct page;

enum zone_type {
	ZONE_DMA,
	ZONE_NORMAL,
	ZONE_HIGHMEM,
	ZONE_MOVABLE,
	ZONE_DEVICE,
	MAX_NR_ZONES
};

struct zone {
	int node;
	bool contiguous;
	seqlock_t span_seqlock;
	unsigned long zone_start_pfn;
	unsigned long spanned_pages;
	unsigned long present_pages;
	unsigned long managed_pages;
	struct pglist_data *zone_pgdat;
	const char *name;
};

typedef struct pglist_data {
	int node_id;
	spinlock_t node_size_lock;
	unsigned long node_start_pfn;
	unsigned long node_spanned_pages;
	unsigned long node_present_pages;
	struct zone node_zones[MAX_NR_ZONES];
} pg_data_t;

#define SECTION_MARKED_PRESENT	0x1UL
#define SECTION_IS_ONLINE	0x2UL

struct mem_section {
	unsigned long flags;
	struct page *map;
	unsigned long *pageblock_flags;
};

extern struct mem_section mem_sections[NR_MEM_SECTIONS];
extern struct pglist_data *node_data[MAX_NUMNODES];

#define NODE_DATA(nid)		(node_data[nid])
#define zone_idx(zone)		((enum zone_type)((zone) - (zone)->zone_pgdat->node_zones))

static inline struct mem_section *__nr_to_section(unsigned long nr)
{
	return &mem_sections[nr];
}

static inline struct mem_section *__pfn_to_section(unsigned long pfn)
{
	return __nr_to_section(pfn >> PFN_SECTION_SHIFT);
}

static inline unsigned long __section_nr(const struct mem_section *ms)
{
	return ms - mem_sections;
}

static inline unsigned long section_nr_to_pfn(unsigned long nr)
{
	return nr << PFN_SECTION_SHIFT;
}

static inline bool valid_section(const struct mem_section *ms)
{
	return ms->flags & SECTION_MARKED_PRESENT;
}

static inline bool online_section(const struct mem_section *ms)
{
	return ms->flags & SECTION_IS_ONLINE;
}

static inline bool pfn_valid(unsigned long pfn)
{
	return valid_section(__pfn_to_section(pfn));
}

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->spanned_pages + zone->zone_start_pfn;
}

static inline bool zone_is_empty(const struct zone *zone)
{
	return !zone->spanned_pages;
}

static inline bool is_dev_zone(const struct zone *zone)
{
#ifdef CONFIG_ZONE_DEVICE
	return zone_idx(zone) == ZONE_DEVICE;
#else
	return false;
#endif
}

extern void init_currently_empty_zone(struct zone *zone, unsigned long start_pfn,
				      unsigned long size);
extern void set_zone_contiguous(struct zone *zone);
extern void clear_zone_contiguous(struct zone *zone);
extern void online_mem_sections(unsigned long start_pfn, unsigned long end_pfn);
extern void offline_mem_sections(unsigned long start_pfn, unsigned long end_pfn);

#endif /* _LINUX_MMZONE_H */
