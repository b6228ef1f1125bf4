// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/seven9.h>

int seven9(int a, long b, char c, short d, void *e, u64 f, u32 g)
{
	return a - b - c - d - !e - f - g;
}
