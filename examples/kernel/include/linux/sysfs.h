/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_SYSFS_H
#define _LINUX_SYSFS_H

#include <linux/kobject.h>

extern int sysfs_create_link_nowarn(struct kobject *kobj, struct kobject *target,
				    const char *name);
extern void sysfs_remove_link(struct kobject *kobj, const char *name);

#endif /* _LINUX_SYSFS_H */
