// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

void tty9_off(struct clk9 *clk)
{
	clk9_gate(clk);
}
