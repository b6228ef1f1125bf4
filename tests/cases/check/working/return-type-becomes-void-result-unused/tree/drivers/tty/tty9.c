// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

void tty9_off(struct clk9 *clk, int hard)
{
	clk9_gate(clk);
	(void)clk9_gate(clk);
	if (hard)
		clk9_gate(clk);
}
