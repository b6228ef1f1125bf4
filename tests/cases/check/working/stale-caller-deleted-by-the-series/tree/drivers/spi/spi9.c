// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int spi9_start(struct clk9 *clk)
{
	return clk9_set(clk, 1000000);
}
