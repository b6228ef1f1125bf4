// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_setup(struct clk9 *clk)
{
	return clk9_setup(clk,
#ifdef CONFIG_NUMA
			  0,
#endif
			  9600);
}

#ifndef CONFIG_NUMA
int tty9_flat(struct clk9 *clk)
{
	return clk9_setup(clk, 4800);
}
#endif
