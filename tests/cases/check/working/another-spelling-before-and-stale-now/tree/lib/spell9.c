// SPDX-License-Identifier: GPL-2.0
#include <linux/spell9.h>

int spell9_one(void)
{
	return spell9(1, 2);
}
