// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/clk9.h>

int tty9_move(struct clk9 *clk, int node)
{
	int start = clk->rate;

	return clk9_move(node, start);
}

int tty9_move_far(struct clk9 *clk)
{
	return clk9_move(0, 4096) + clk9_move(clk->node, clk->start);
}
