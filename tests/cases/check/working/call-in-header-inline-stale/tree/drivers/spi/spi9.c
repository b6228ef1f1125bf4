// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9-helpers.h>

int spi9_off(struct clk9 *clk)
{
	return clk9_off(clk);
}
