// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/clk9.h>

int clk9_set(struct clk9 *clk, u64 rate)
{
	clk->rate = rate;
	return 0;
}
