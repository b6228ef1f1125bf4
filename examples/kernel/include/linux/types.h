/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef u64 phys_addr_t;
typedef u64 resource_size_t;
typedef unsigned int gfp_t;

typedef _Bool bool;
#define true	1
#define false	0

#define NULL	((void *)0)

#define GFP_KERNEL	((gfp_t)0x01)
#define GFP_ATOMIC	((gfp_t)0x02)

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))

#endif /* _LINUX_TYPES_H */
