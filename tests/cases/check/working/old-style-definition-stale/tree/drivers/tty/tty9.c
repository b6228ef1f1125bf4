// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_sum(void)
{
	return clk9_sum(1, 2);
}
