// SPDX-License-Identifier: GPL-2.0
#include <linux/pin23.h>

int b23_on(int pin)
{
	return pin ? pin23_set(pin, 1) : pin23_set(-pin, 0);
}
