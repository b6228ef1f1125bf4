// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

void tty9_hangup(int line)
{
	clk9_trace("hangup");
	clk9_trace("line %d of %d", line, 8);
	clk9_trace("closed %d", line);
}
