// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_get(struct clk9 *clk)
{
	return clk9_get(clk);
}

int tty9_tick(struct clk9 *clk)
{
	return clk9_tick(clk);
}
