// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_baud(struct clk9 *clk)
{
	int ret = clk9_set(clk, 115200);

#ifdef CONFIG_SH
	if (ret)
		ret = clk9_set(clk, 9600);
#endif
	return ret;
}
