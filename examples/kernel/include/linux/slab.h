/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/types.h>

extern void *kmalloc(unsigned long size, gfp_t flags);
extern void *kzalloc(unsigned long size, gfp_t flags);
extern void kfree(const void *ptr);

#endif /* _LINUX_SLAB_H */
