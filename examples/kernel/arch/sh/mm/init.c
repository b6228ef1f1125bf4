// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* Memory set-up of the sample's sh: everything lies in one permanently mapped segment. */
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/printk.h>

static int mem_init_done;

static const char *segment_name(u64 addr)
{
	return addr < (1ULL << 29) ? "P1" : "P2";
}

void __init mem_init(void)
{
	mem_init_done = 1;
	pr_info("sh sample: memory in %s\n", segment_name((u64)max_pfn << PAGE_SHIFT));
}

#ifdef CONFIG_MEMORY_HOTPLUG
int arch_add_memory(int nid, u64 start, u64 size, struct vmem_altmap *altmap,
		    bool want_memblock)
{
	int error = -EAGAIN;

	if (mem_init_done)
		error = __add_pages(nid, PFN_UP(start), size >> PAGE_SHIFT, altmap,
				    want_memblock);
	if (error)
		pr_warn("%s: %s refused, error %d\n", __func__, segment_name(start),
			error);
	return error;
}

#ifdef CONFIG_NUMA
/* Which node a range belongs to before anybody has described it. */
int memory_add_physaddr_to_nid(u64 addr)
{
	return addr >> 32 ? 1 : 0;
}
EXPORT_SYMBOL_GPL(memory_add_physaddr_to_nid);
#endif

#ifdef CONFIG_MEMORY_HOTREMOVE
int arch_remove_memory(u64 start, u64 size, struct vmem_altmap *altmap)
{
	unsigned long first = PFN_UP(start);
	struct zone *zone;
	int error;

	zone = page_zone(pfn_to_page(first));
	error = __remove_pages(zone, first, size >> PAGE_SHIFT, altmap);
	if (error)
		pr_warn("%s: %s keeps its sections, error %d\n", __func__,
			segment_name(start), error);
	return error;
}
#endif
#endif /* CONFIG_MEMORY_HOTPLUG */
