// SPDX-License-Identifier: GPL-2.0
#include <linux/syscalls.h>
#include <linux/clk9.h>

static struct clk9 tty9_clock;

SYSCALL_DEFINE0(tty9_gate)
{
	return clk9_gate(&tty9_clock);
}

SYSCALL_DEFINE1(tty9_stop, int, line)
{
	clk9_gate(&tty9_clock);
	return line;
}
