// SPDX-License-Identifier: GPL-2.0
#include <linux/pin9.h>

int arch_pin_name(char *name)
{
	return name[1];
}
