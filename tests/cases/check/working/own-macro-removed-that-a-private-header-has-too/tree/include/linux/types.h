/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#define NULL ((void *)0)

typedef _Bool bool;
typedef unsigned int u32;
typedef unsigned long long u64;

enum {
	false = 0,
	true = 1,
};

#endif
