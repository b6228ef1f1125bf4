// SPDX-License-Identifier: GPL-2.0
#include <linux/spell9.h>

int spell9(unsigned int one, unsigned long two)
{
	return one < two;
}
