// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/clk9.h>

int tty9_range(u64 start, u64 size)
{
	return clk9_range(start, size);
}
