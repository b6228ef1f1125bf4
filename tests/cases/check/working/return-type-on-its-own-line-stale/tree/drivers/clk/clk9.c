// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/clk9.h>

static int
clk9_valid(u64 rate)
{
	return rate != 0;
}

int
clk9_set(struct clk9 *clk, u64 rate)
{
	if (!clk9_valid(rate))
		return -22;
	clk->rate = rate;
	return 0;
}
