// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_baud(struct clk9 *clk)
{
	return clk9_set(clk, 115200);
}
