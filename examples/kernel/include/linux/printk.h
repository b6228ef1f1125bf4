/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

extern int printk(const char *fmt, ...);

#define pr_info(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(fmt, ##__VA_ARGS__)

#endif /* _LINUX_PRINTK_H */
