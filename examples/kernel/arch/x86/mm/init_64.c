// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* Memory set-up of the sample's 64-bit x86: the direct mapping grows and shrinks with memory. */
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/printk.h>

#define PMD_SHIFT	21
#define PMD_SIZE	(1UL << PMD_SHIFT)
#define NR_SAMPLE_PMDS	8192

static unsigned char pmd_present[NR_SAMPLE_PMDS];

static void set_pmd_range(u64 start, u64 end, unsigned char value)
{
	u64 addr;

	for (addr = start; addr < end; addr += PMD_SIZE)
		pmd_present[(addr >> PMD_SHIFT) % NR_SAMPLE_PMDS] = value;
}

static void init_memory_mapping(u64 start, u64 end)
{
	set_pmd_range(start, end, 1);
}

#ifdef CONFIG_MEMORY_HOTPLUG
/* Lets the rest of the kernel see that memory ends later than it did at boot. */
static void update_end_of_memory_vars(u64 start, u64 size)
{
	unsigned long end_pfn = PFN_UP(start + size);

	if (end_pfn > max_pfn)
		max_pfn = end_pfn;
}

int add_pages(int nid, unsigned long start_pfn, unsigned long nr_pages,
	      struct vmem_altmap *altmap, bool want_memblock)
{
	int err = __add_pages(nid, start_pfn, nr_pages, altmap, want_memblock);

	if (!err)
		update_end_of_memory_vars(PFN_PHYS(start_pfn), PFN_PHYS(nr_pages));
	return err;
}

int arch_add_memory(int nid, u64 start, u64 size, struct vmem_altmap *altmap,
		    bool want_memblock)
{
	u64 end = start + size;

	if (end < start)
		return -EINVAL;
	init_memory_mapping(start, end);
	return add_pages(nid, start >> PAGE_SHIFT, size >> PAGE_SHIFT, altmap,
			 want_memblock);
}
EXPORT_SYMBOL_GPL(arch_add_memory);

#ifdef CONFIG_MEMORY_HOTREMOVE
static void __meminit kernel_physical_mapping_remove(u64 start, u64 end)
{
	set_pmd_range(start, end, 0);
}

int __ref arch_remove_memory(u64 start, u64 size, struct vmem_altmap *altmap)
{
	unsigned long pfn = start >> PAGE_SHIFT;
	unsigned long skip = altmap ? vmem_altmap_offset(altmap) : 0;
	struct zone *zone;
	int err;

	/* With an altmap the first pages hold the map; they are in no zone. */
	zone = page_zone(pfn_to_page(pfn + skip));
	err = __remove_pages(zone, pfn, size >> PAGE_SHIFT, altmap);
	if (err)
		pr_warn("%s: error %d, mapping removed all the same\n", __func__, err);

	kernel_physical_mapping_remove(start, start + size);
	return err;
}
#endif
#endif /* CONFIG_MEMORY_HOTPLUG */

void __init mem_init(void)
{
	init_memory_mapping(0, (u64)max_pfn << PAGE_SHIFT);
	pr_info("x86-64 sample: direct mapping of %lu pages\n", max_pfn);
}
