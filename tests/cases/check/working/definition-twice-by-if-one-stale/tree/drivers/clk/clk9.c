// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

#ifdef CONFIG_CLK9_GATES
int clk9_idle(struct clk9 *clk)
{
	return --clk->users;
}
#else
int clk9_idle(struct clk9 *clk)
{
	return 0;
}
#endif
