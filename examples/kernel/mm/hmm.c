// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* The sample's device memory users: a driver asks for pages that its device owns. */
#include <linux/types.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hmm.h>
#include <linux/ioport.h>
#include <linux/memory_hotplug.h>
#include <linux/memremap.h>
#include <linux/mm.h>

#ifdef CONFIG_ZONE_DEVICE
static struct hmm_devmem *to_devmem(struct percpu_ref *ref)
{
	return container_of(ref, struct hmm_devmem, ref);
}

static void hmm_devmem_ref_kill(struct percpu_ref *ref)
{
	struct hmm_devmem *devmem = to_devmem(ref);

	devmem->ref.count = 0;
}

static void hmm_devmem_ref_exit(void *data)
{
	struct percpu_ref *ref = data;

	if (ref->count)
		dev_warn(to_devmem(ref)->device, "%lu users of device memory left\n",
			 ref->count);
}

static void hmm_devmem_fill(struct hmm_devmem *devmem, struct device *device,
			    const struct hmm_devmem_ops *ops)
{
	devmem->ops = ops;
	devmem->device = device;
	devmem->ref.count = 1;
	devmem->pfn_first = devmem->resource->start >> PAGE_SHIFT;
	devmem->pfn_last = devmem->pfn_first +
			   (resource_size(devmem->resource) >> PAGE_SHIFT);
	devmem->pagemap.type = MEMORY_DEVICE_PRIVATE;
	devmem->pagemap.res = *devmem->resource;
	devmem->pagemap.altmap_valid = false;
	devmem->pagemap.ref = &devmem->ref;
	devmem->pagemap.kill = hmm_devmem_ref_kill;
	devmem->pagemap.data = devmem;
}

/* Removal needs nothing from here: devm_memremap_pages() undoes what it did. */
struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
				  struct device *device, unsigned long size)
{
	struct hmm_devmem *devmem;
	void *pages;
	int ret;

	devmem = devm_kzalloc(device, sizeof(*devmem), GFP_KERNEL);
	if (!devmem)
		return ERR_PTR(-ENOMEM);

	size = ALIGN(size, PAGES_PER_SECTION << PAGE_SHIFT);
	devmem->resource = devm_request_free_mem_region(size);
	if (IS_ERR(devmem->resource))
		return ERR_PTR(PTR_ERR(devmem->resource));

	hmm_devmem_fill(devmem, device, ops);
	ret = devm_add_action_or_reset(device, hmm_devmem_ref_exit, &devmem->ref);
	if (ret)
		return ERR_PTR(ret);

	pages = devm_memremap_pages(device, &devmem->pagemap);
	return IS_ERR(pages) ? pages : devmem;
}
EXPORT_SYMBOL_GPL(hmm_devmem_add);
#endif /* CONFIG_ZONE_DEVICE */
