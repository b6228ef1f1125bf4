// SPDX-License-Identifier: GPL-2.0-or-later
// Written for patchkit: a sample, not kernel code.
/* The sample's resource tree: who owns which physical addresses. */
#include <linux/types.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/ioport.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct resource iomem_resource = {
	.name = "physical memory",
	.start = 0,
	.end = -1,
	.flags = IORESOURCE_MEM,
};
EXPORT_SYMBOL(iomem_resource);

static spinlock_t resource_lock;

static bool resource_contains(const struct resource *outer, resource_size_t start,
			      resource_size_t end)
{
	return outer->start <= start && end <= outer->end;
}

/* Hangs @new below @root in address order; returns whoever is in the way, or NULL. */
static struct resource *__request_resource(struct resource *root, struct resource *new)
{
	struct resource **link = &root->child;

	if (new->end < new->start || !resource_contains(root, new->start, new->end))
		return root;

	while (*link && (*link)->end < new->start)
		link = &(*link)->sibling;
	if (*link && (*link)->start <= new->end)
		return *link;

	new->sibling = *link;
	new->parent = root;
	*link = new;
	return NULL;
}

int request_resource(struct resource *root, struct resource *new)
{
	int err = 0;

	write_lock(&resource_lock);
	if (__request_resource(root, new))
		err = -EBUSY;
	write_unlock(&resource_lock);
	return err;
}
EXPORT_SYMBOL(request_resource);

int release_resource(struct resource *old)
{
	struct resource **link;
	int ret = -EINVAL;

	write_lock(&resource_lock);
	for (link = &old->parent->child; *link; link = &(*link)->sibling) {
		if (*link == old) {
			*link = old->sibling;
			old->parent = NULL;
			ret = 0;
			break;
		}
	}
	write_unlock(&resource_lock);
	return ret;
}
EXPORT_SYMBOL(release_resource);

static int __adjust_resource(struct resource *res, resource_size_t start,
			     resource_size_t size)
{
	if (res->parent && !resource_contains(res->parent, start, start + size - 1))
		return -EBUSY;
	res->start = start;
	res->end = start + size - 1;
	return 0;
}

int adjust_resource(struct resource *res, resource_size_t start, resource_size_t size)
{
	int ret;

	write_lock(&resource_lock);
	ret = __adjust_resource(res, start, size);
	write_unlock(&resource_lock);
	return ret;
}
EXPORT_SYMBOL(adjust_resource);

#ifdef CONFIG_MEMORY_HOTREMOVE
/* Cuts the hole [@start, @end] out of @res, whose upper part moves to @upper. */
static int split_resource(struct resource *res, struct resource *upper,
			  resource_size_t start, resource_size_t end)
{
	upper->name = res->name;
	upper->flags = res->flags;
	upper->start = end + 1;
	upper->end = res->end;
	res->end = start - 1;
	return __request_resource(res->parent, upper) ? -EBUSY : 0;
}

/*
 * Gives back a busy range below @parent, which may be all of an entry or a part of it.
 * Returns 0, or a negative error number when nobody owns the range.
 */
int release_mem_region_adjustable(struct resource *parent, resource_size_t start,
				  resource_size_t size)
{
	struct resource **link = &parent->child;
	struct resource *upper, *res;
	resource_size_t end = start + size - 1;
	int ret = -EINVAL;

	if (!resource_contains(parent, start, end))
		return -EINVAL;

	/* Not every call needs it, and under the lock it is too late to ask. */
	upper = kzalloc(sizeof(*upper), GFP_KERNEL);

	write_lock(&resource_lock);
	while ((res = *link) != NULL && res->start <= start) {
		if (!resource_contains(res, start, end)) {
			link = &res->sibling;
			continue;
		}

		/* Ports and the like are none of our business. */
		if (!(res->flags & IORESOURCE_MEM))
			break;

		/* An idle entry is a window; its owner is inside. */
		if (!(res->flags & IORESOURCE_BUSY)) {
			link = &res->child;
			continue;
		}

		if (res->start == start && res->end == end) {
			*link = res->sibling;
			kfree(res);
			ret = 0;
		} else if (res->start == start) {
			ret = __adjust_resource(res, end + 1, res->end - end);
		} else if (res->end == end) {
			ret = __adjust_resource(res, res->start, start - res->start);
		} else if (upper) {
			ret = split_resource(res, upper, start, end);
			upper = NULL;
		} else {
			ret = -ENOMEM;
		}
		break;
	}
	write_unlock(&resource_lock);

	kfree(upper);
	return ret;
}
#endif /* CONFIG_MEMORY_HOTREMOVE */
