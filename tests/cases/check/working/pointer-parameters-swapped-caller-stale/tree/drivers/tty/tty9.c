// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_link(struct clk9 *clk, const char *name)
{
	return clk9_link(clk, name);
}
