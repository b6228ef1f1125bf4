// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int clk9_link(struct clk9 *clk, const char *name)
{
	return clk->users + *name;
}
