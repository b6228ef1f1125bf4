// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int tty9_open(void)
{
	return clk9_sync();
}

int tty9_close(void)
{
	return clk9_sync ( );
}
