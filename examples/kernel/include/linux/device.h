/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/types.h>
#include <linux/kobject.h>
#include <linux/numa.h>
#include <linux/printk.h>

struct device {
	struct kobject kobj;
	struct device *parent;
	unsigned int id;
	int numa_node;
};

static inline int dev_to_node(struct device *dev)
{
	return dev->numa_node;
}

extern int device_register(struct device *dev);
extern void device_unregister(struct device *dev);
extern void put_device(struct device *dev);
extern void *devm_kzalloc(struct device *dev, unsigned long size, gfp_t flags);
extern int devm_add_action_or_reset(struct device *dev, void (*action)(void *),
				    void *data);
extern void devm_release_action(struct device *dev, void (*action)(void *),
				void *data);

#define dev_warn(dev, fmt, ...)	\
	pr_warn("%s: " fmt, kobject_name(&(dev)->kobj), ##__VA_ARGS__)

#endif /* _LINUX_DEVICE_H */
