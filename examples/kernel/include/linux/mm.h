/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/types.h>
#include <linux/errno.h>
#include <linux/mmzone.h>

struct vmem_altmap;

struct page {
	unsigned long flags;
	short nid;
	short zone;
	struct dev_pagemap *pgmap;
};

#define PG_reserved	(1UL << 0)

static inline struct page *pfn_to_page(unsigned long pfn)
{
	return __pfn_to_section(pfn)->map + (pfn & ~PAGE_SECTION_MASK);
}

static inline int page_to_nid(const struct page *page)
{
	return page->nid;
}

static inline int pfn_to_nid(unsigned long pfn)
{
	return page_to_nid(pfn_to_page(pfn));
}

static inline struct zone *page_zone(const struct page *page)
{
	return &NODE_DATA(page->nid)->node_zones[page->zone];
}

extern unsigned long max_pfn;

extern void memmap_init_zone(unsigned long size, int nid, unsigned long zone,
			     unsigned long start_pfn, struct vmem_altmap *altmap);
extern void adjust_managed_page_count(struct page *page, long count);

#endif /* _LINUX_MM_H */
