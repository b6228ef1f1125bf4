// SPDX-License-Identifier: GPL-2.0
#include <linux/pin9.h>

int pin_name(char *name)
{
	return arch_pin_name(name);
}
