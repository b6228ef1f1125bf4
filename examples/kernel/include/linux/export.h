/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#define EXPORT_SYMBOL(sym)	extern int __exported_##sym
#define EXPORT_SYMBOL_GPL(sym)	extern int __exported_gpl_##sym

#endif /* _LINUX_EXPORT_H */
