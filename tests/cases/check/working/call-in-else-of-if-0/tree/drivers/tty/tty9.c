// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_baud(struct clk9 *clk)
{
	return clk9_set(clk, 115200);
}

#if 0
int tty9_slow(struct clk9 *clk)
{
	return clk9_set(clk, 300);
}
#endif
