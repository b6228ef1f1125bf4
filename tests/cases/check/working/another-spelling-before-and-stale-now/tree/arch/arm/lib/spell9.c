// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/spell9.h>

int spell9(u32 one, unsigned long two)
{
	return one > two;
}
