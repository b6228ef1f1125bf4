// SPDX-License-Identifier: GPL-2.0
#include <linux/lamp7.h>

int row7_on(int lamp)
{
	return (*lamp7_set)(lamp, 1) | (&lamp7_set)(lamp, 1) | (lamp7_set) /* once, more */ (lamp, 1);
}
