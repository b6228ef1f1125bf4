// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

void tty9_hangup(void)
{
	clk9_trace("hangup");
}
