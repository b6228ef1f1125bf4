// SPDX-License-Identifier: GPL-2.0
#include <linux/pin23.h>

int pin23_set(int pin, int on)
{
	return pin & on;
}
