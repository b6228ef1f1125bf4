// SPDX-License-Identifier: GPL-2.0
#include <linux/bootmem9.h>

int __meminit bootmem9_add(unsigned long base)
{
	return arch_reserve(base, 1UL << 20);
}
