// SPDX-License-Identifier: GPL-2.0
#include <linux/pin23_more.h>

int a23_on(int pin)
{
	return pin23_set(pin, 1), pin23_set(pin, (1, 0));
}
