// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* Memory set-up of the sample's powerpc: the linear mapping follows hot-plug. */
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/printk.h>

static unsigned long long memory_limit;
static unsigned long htab_resizes;

#ifdef CONFIG_MEMORY_HOTPLUG
/* Platforms with a hash table replace these two. */
int __weak create_section_mapping(unsigned long start, unsigned long end, int nid)
{
	pr_warn("node %d: this platform maps nothing at run time\n", nid);
	return -ENODEV;
}

int __weak remove_section_mapping(unsigned long start, unsigned long end)
{
	return start < end ? -ENODEV : 0;
}

static void resize_hpt_for_hotplug(unsigned long new_mem_size)
{
	if (new_mem_size > memory_limit)
		htab_resizes++;
	memory_limit = new_mem_size;
}

int __meminit arch_add_memory(int nid, u64 start, u64 size, struct vmem_altmap *altmap,
			      bool want_memblock)
{
	int rc;

	resize_hpt_for_hotplug(memory_limit + size);
	rc = create_section_mapping(start, start + size, nid);
	if (rc) {
		pr_warn("no linear mapping for 0x%llx+0x%llx: %d\n", start, size, rc);
		return -EINVAL;
	}
	return __add_pages(nid, start >> PAGE_SHIFT, size >> PAGE_SHIFT, altmap,
			   want_memblock);
}

#ifdef CONFIG_MEMORY_HOTREMOVE
int __meminit arch_remove_memory(u64 start, u64 size, struct vmem_altmap *altmap)
{
	unsigned long pfn = start >> PAGE_SHIFT;
	struct page *page = pfn_to_page(pfn);
	int rc;

	/* Pages that hold the map itself have no map: begin behind them. */
	page += altmap ? vmem_altmap_offset(altmap) : 0;

	rc = __remove_pages(page_zone(page), pfn, size >> PAGE_SHIFT, altmap);
	if (!rc)
		rc = remove_section_mapping(start, start + size);
	if (!rc)
		resize_hpt_for_hotplug(memory_limit - size);
	return rc;
}
#endif
#endif /* CONFIG_MEMORY_HOTPLUG */

void __init mem_init(void)
{
	memory_limit = (u64)max_pfn << PAGE_SHIFT;
	pr_info("powerpc sample: %llu bytes, %lu table resizes\n", memory_limit,
		htab_resizes);
}
