// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/clk9.h>

int tty9_move(struct clk9 *clk, int node)
{
	u64 start = clk->rate;

	return clk9_move(node, start);
}
