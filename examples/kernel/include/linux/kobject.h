/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_KOBJECT_H
#define _LINUX_KOBJECT_H

struct kobject {
	const char *name;
	struct kobject *parent;
};

extern const char *kobject_name(const struct kobject *kobj);

#endif /* _LINUX_KOBJECT_H */
