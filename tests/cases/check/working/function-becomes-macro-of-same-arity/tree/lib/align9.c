// SPDX-License-Identifier: GPL-2.0
#include <linux/align9.h>

unsigned long align9(unsigned long at, unsigned long to)
{
	return (at + to - 1) & ~(to - 1);
}

unsigned long align9_page(unsigned long at)
{
	return align9(at, 4096);
}
