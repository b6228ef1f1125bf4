// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* Memory set-up of the sample's 32-bit x86: hot-added memory is highmem and needs no mapping. */
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/printk.h>

#define MAXMEM_PFN	(896UL << (20 - PAGE_SHIFT))

unsigned long highend_pfn;
unsigned long highstart_pfn;

static unsigned long lowmem_pfn(void)
{
	return max_pfn < MAXMEM_PFN ? max_pfn : MAXMEM_PFN;
}

void __init find_low_pfn_range(void)
{
	highstart_pfn = lowmem_pfn();
	highend_pfn = max_pfn;
}

void __init mem_init(void)
{
	find_low_pfn_range();
	pr_info("x86-32 sample: %lu pages of highmem\n", highend_pfn - highstart_pfn);
}

static int test_wp_bit(void)
{
	static volatile int probe;

	probe = 1;
	return probe;
}

#ifdef CONFIG_MEMORY_HOTPLUG
int arch_add_memory(int nid, u64 start, u64 size, struct vmem_altmap *altmap,
		    bool want_memblock)
{
	unsigned long pfn = start >> PAGE_SHIFT;

	/* What lies below would need page tables, and gets none here. */
	if (pfn < highstart_pfn)
		return -EINVAL;
	return __add_pages(nid, pfn, size >> PAGE_SHIFT, altmap, want_memblock);
}

#ifdef CONFIG_MEMORY_HOTREMOVE
int arch_remove_memory(u64 start, u64 size, struct vmem_altmap *altmap)
{
	unsigned long pfn = start >> PAGE_SHIFT;
	struct zone *zone = page_zone(pfn_to_page(pfn));

	if (pfn < highstart_pfn)
		return -EINVAL;
	return __remove_pages(zone, pfn, size >> PAGE_SHIFT, altmap);
}
#endif
#endif

int __init mark_rodata_ro(void)
{
	return test_wp_bit() ? 0 : -EIO;
}
