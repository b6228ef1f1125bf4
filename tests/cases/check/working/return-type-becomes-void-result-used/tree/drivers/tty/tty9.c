// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_off(struct clk9 *clk)
{
	int ret;

	clk9_gate(clk);
	ret = clk9_gate(clk);
	if (clk9_gate(clk))
		return ret;
	return clk9_gate(clk);
}
