// SPDX-License-Identifier: GPL-2.0
#include <linux/mill30.h>

int mill30_grind(int wheel, int speed)
{
	return wheel * speed;
}
