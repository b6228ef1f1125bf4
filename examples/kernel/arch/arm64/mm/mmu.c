// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* Memory set-up of the sample's arm64: it can add memory and cannot remove any. */
#include <linux/types.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/printk.h>

#define SECTION_MAP_SHIFT	21
#define NR_SECTION_MAPS		8192

/* Block entries of the linear map, as many as the sample needs. */
static unsigned char linear_map[NR_SECTION_MAPS];

static void create_linear_mapping(u64 start, u64 size)
{
	u64 addr;

	for (addr = start; addr < start + size; addr += 1UL << SECTION_MAP_SHIFT)
		linear_map[(addr >> SECTION_MAP_SHIFT) % NR_SECTION_MAPS] = 1;
}

void __init paging_init(void)
{
	create_linear_mapping(0, (u64)max_pfn << PAGE_SHIFT);
}

int kern_addr_valid(u64 addr)
{
	return linear_map[(addr >> SECTION_MAP_SHIFT) % NR_SECTION_MAPS];
}

static int range_fits(u64 start, u64 size)
{
	u64 limit = (u64)NR_SECTION_MAPS << SECTION_MAP_SHIFT;

	return size <= limit && start <= limit - size;
}

#ifdef CONFIG_MEMORY_HOTPLUG
int arch_add_memory(int nid, u64 start, u64 size, struct vmem_altmap *altmap,
		    bool want_memblock)
{
	if (!range_fits(start, size)) {
		pr_warn("%s: 0x%llx+0x%llx is beyond the linear map\n", __func__,
			start, size);
		return -EINVAL;
	}

	create_linear_mapping(start, size);

	return __add_pages(nid, start >> PAGE_SHIFT, size >> PAGE_SHIFT, altmap,
			   want_memblock);
}
#endif
