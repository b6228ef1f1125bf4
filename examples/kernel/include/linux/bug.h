/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/printk.h>

extern void panic(const char *fmt, ...);

#define BUG()		panic("BUG at %s\n", __func__)
#define BUG_ON(cond)	do { if (cond) BUG(); } while (0)

#define WARN_ON(cond)	\
	({ int __hit = !!(cond); if (__hit) pr_warn("WARN at %s\n", __func__); __hit; })
#define WARN_ON_ONCE(cond)	WARN_ON(cond)

#endif /* _LINUX_BUG_H */
