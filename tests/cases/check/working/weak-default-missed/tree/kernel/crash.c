// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/crashmem.h>

int __weak arch_crash_prepare(unsigned long size)
{
	return 0;
}

int crash_load(unsigned long size)
{
	return arch_crash_prepare(size);
}
