// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* Memory set-up of the sample's ia64: kernel page tables and hot-added ranges. */
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/printk.h>

#define IA64_GRANULE_SHIFT	24
#define IA64_GRANULE_SIZE	(1UL << IA64_GRANULE_SHIFT)
#define NR_GRANULES		4096

/* One entry per granule that the identity mapping covers. */
static unsigned char granule_mapped[NR_GRANULES];

static unsigned long granule_of(u64 addr)
{
	return (unsigned long)(addr >> IA64_GRANULE_SHIFT) % NR_GRANULES;
}

static void map_granules(u64 start, u64 size)
{
	u64 addr;

	for (addr = start; addr < start + size; addr += IA64_GRANULE_SIZE)
		granule_mapped[granule_of(addr)] = 1;
}

void __init mem_init(void)
{
	map_granules(0, (u64)max_pfn << PAGE_SHIFT);
	pr_info("ia64 sample: %lu pages mapped\n", max_pfn);
}

#ifdef CONFIG_MEMORY_HOTPLUG
int arch_add_memory(int nid, u64 start, u64 size, struct vmem_altmap *altmap,
		    bool want_memblock)
{
	int err;

	map_granules(start, size);
	err = __add_pages(nid, start >> PAGE_SHIFT, size >> PAGE_SHIFT, altmap,
			  want_memblock);
	if (err)
		pr_warn("%s: no sections for 0x%llx, error %d\n", __func__, start, err);
	return err;
}

#ifdef CONFIG_MEMORY_HOTREMOVE
/* The identity mapping stays: granules are shared with their neighbours. */
int arch_remove_memory(u64 start, u64 size, struct vmem_altmap *altmap)
{
	unsigned long pfn = start >> PAGE_SHIFT;
	struct zone *zone = page_zone(pfn_to_page(pfn));
	int err;

	err = __remove_pages(zone, pfn, size >> PAGE_SHIFT, altmap);
	if (err)
		pr_warn("%s: 0x%llx not removed, error %d\n", __func__, start, err);
	return err;
}
#endif
#endif
