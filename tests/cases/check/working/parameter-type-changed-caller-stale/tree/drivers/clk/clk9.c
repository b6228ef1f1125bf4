// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int clk9_on(struct clk9 *clk)
{
	return clk->users++;
}
