// SPDX-License-Identifier: GPL-2.0
#include <linux/bootmem9.h>

noinline int __init
arch_reserve(unsigned long base, unsigned long size)
{
	return 0;
}
