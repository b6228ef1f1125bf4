// SPDX-License-Identifier: GPL-2.0
#include <linux/clk9.h>

int clk9_sum(first, second)
	int first;
	int second;
{
	return first + second;
}
