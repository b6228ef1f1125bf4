// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* Memory set-up of the sample's s390: storage increments come, and never go. */
#include <linux/types.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/printk.h>

/* Highest address that the kernel's own tables map. */
static u64 mapped_end;

static int vmem_add_mapping(u64 start, u64 size)
{
	if (start + size < start)
		return -EINVAL;
	if (start + size > mapped_end)
		mapped_end = start + size;
	return 0;
}

static void vmem_remove_mapping(u64 start, u64 size)
{
	if (start + size == mapped_end)
		mapped_end = start;
}

void __init mem_init(void)
{
	mapped_end = (u64)max_pfn << PAGE_SHIFT;
	pr_info("s390 sample: mapped up to 0x%llx\n", mapped_end);
}

#ifdef CONFIG_MEMORY_HOTPLUG
int arch_add_memory(int nid, u64 start, u64 size, struct vmem_altmap *altmap,
		    bool want_memblock)
{
	int err = vmem_add_mapping(start, size);

	if (err)
		return err;

	err = __add_pages(nid, start >> PAGE_SHIFT, size >> PAGE_SHIFT, altmap,
			  want_memblock);
	if (err) {
		pr_warn("s390 sample: increment at 0x%llx given back\n", start);
		vmem_remove_mapping(start, size);
	}
	return err;
}

#ifdef CONFIG_MEMORY_HOTREMOVE
int arch_remove_memory(u64 start, u64 size, struct vmem_altmap *altmap)
{
	/* Nothing on this machine can ask for it; see the head of this file. */
	BUG();
	return -EBUSY;
}
#endif
#endif /* CONFIG_MEMORY_HOTPLUG */
