// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_on(struct tty9 *tty)
{
	return clk9_on(tty->clk);
}

int tty9_early(struct clk9 *clk)
{
	return clk9_on(clk);
}
