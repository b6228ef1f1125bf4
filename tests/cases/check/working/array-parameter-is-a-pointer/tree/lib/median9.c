// SPDX-License-Identifier: GPL-2.0
#include <linux/median9.h>

int median9(int *values, const int count)
{
	return values[count / 2];
}

int median9_of_three(int *values)
{
	return median9(values, 3);
}
