// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int clk9_gate(struct clk9 *clk)
{
	clk->users = 0;
	return 0;
}
