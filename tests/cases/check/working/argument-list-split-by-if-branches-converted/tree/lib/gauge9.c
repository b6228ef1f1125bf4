// SPDX-License-Identifier: GPL-2.0
#include <linux/gauge9.h>

int gauge9_read(int line, unsigned long at)
{
	return line + (int)at;
}
