// SPDX-License-Identifier: GPL-2.0
#include <linux/bootmem9.h>

int __init __must_check arch_reserve(unsigned long base, unsigned long size)
{
	return base > size;
}
