/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_MEMORY_HOTPLUG_H
#define _LINUX_MEMORY_HOTPLUG_H

#include <linux/types.h>
#include <linux/errno.h>
#include <linux/mmzone.h>

struct page;
struct resource;
struct vmem_altmap;

#ifdef CONFIG_MEMORY_HOTPLUG
enum {
	MMOP_OFFLINE,
	MMOP_ONLINE,
	MMOP_ONLINE_KERNEL,
	MMOP_ONLINE_MOVABLE,
};

/* Readers of a zone's span retry while a writer is inside. */
static inline void zone_span_writelock(struct zone *zone)
{
	seqlock_t *span = &zone->span_seqlock;

	write_seqlock(span);
}

static inline void zone_span_writeunlock(struct zone *zone)
{
	seqlock_t *span = &zone->span_seqlock;

	write_sequnlock(span);
}

static inline void pgdat_resize_lock(struct pglist_data *pgdat)
{
	spin_lock(&pgdat->node_size_lock);
}

static inline void pgdat_resize_unlock(struct pglist_data *pgdat)
{
	spin_unlock(&pgdat->node_size_lock);
}

extern void mem_hotplug_begin(void);
extern void mem_hotplug_done(void);

extern int online_pages(unsigned long pfn, unsigned long nr_pages, int online_type);
extern int __add_pages(int nid, unsigned long start_pfn, unsigned long nr_pages,
		       struct vmem_altmap *altmap, bool want_memblock);

#ifdef CONFIG_ARCH_HAS_ADD_PAGES
extern int add_pages(int nid, unsigned long start_pfn, unsigned long nr_pages,
		     struct vmem_altmap *altmap, bool want_memblock);
#else
static inline int add_pages(int nid, unsigned long start_pfn, unsigned long nr_pages,
			    struct vmem_altmap *altmap, bool want_memblock)
{
	return __add_pages(nid, start_pfn, nr_pages, altmap, want_memblock);
}
#endif /* CONFIG_ARCH_HAS_ADD_PAGES */

#ifdef CONFIG_MEMORY_HOTREMOVE
extern int arch_remove_memory(u64 start, u64 size, struct vmem_altmap *altmap);
extern int __remove_pages(struct zone *zone, unsigned long start_pfn,
			  unsigned long nr_pages, struct vmem_altmap *altmap);
#endif /* CONFIG_MEMORY_HOTREMOVE */

#else /* ! CONFIG_MEMORY_HOTPLUG */
static inline void zone_span_writelock(struct zone *zone) {}
static inline void zone_span_writeunlock(struct zone *zone) {}
static inline void pgdat_resize_lock(struct pglist_data *pgdat) {}
static inline void pgdat_resize_unlock(struct pglist_data *pgdat) {}
static inline void mem_hotplug_begin(void) {}
static inline void mem_hotplug_done(void) {}
#endif /* ! CONFIG_MEMORY_HOTPLUG */

#ifdef CONFIG_MEMORY_HOTREMOVE
extern int offline_pages(unsigned long start_pfn, unsigned long nr_pages);
extern void remove_memory(int nid, u64 start, u64 size);
extern void __remove_memory(int nid, u64 start, u64 size);
#else
static inline int offline_pages(unsigned long start_pfn, unsigned long nr_pages)
{
	return -EBUSY;
}

static inline void remove_memory(int nid, u64 start, u64 size)
{
}

static inline void __remove_memory(int nid, u64 start, u64 size)
{
}
#endif /* CONFIG_MEMORY_HOTREMOVE */

extern int add_memory(int nid, u64 start, u64 size);
extern int add_memory_resource(int nid, struct resource *res, bool online);
extern int arch_add_memory(int nid, u64 start, u64 size,
			   struct vmem_altmap *altmap, bool want_memblock);
extern void move_pfn_range_to_zone(struct zone *zone, unsigned long start_pfn,
				   unsigned long nr_pages, struct vmem_altmap *altmap);
extern struct zone *zone_for_pfn_range(int online_type, int nid,
				       unsigned long start_pfn, unsigned long nr_pages);

extern int sparse_add_one_section(int nid, unsigned long start_pfn,
				  struct vmem_altmap *altmap);
extern void sparse_remove_one_section(struct zone *zone, struct mem_section *ms,
				      unsigned long map_offset,
				      struct vmem_altmap *altmap);

#endif /* _LINUX_MEMORY_HOTPLUG_H */
