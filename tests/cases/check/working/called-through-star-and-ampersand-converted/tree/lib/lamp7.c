// SPDX-License-Identifier: GPL-2.0
#include <linux/lamp7.h>

int lamp7_set(int lamp, int on)
{
	return lamp & on;
}
