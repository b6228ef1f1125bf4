// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/pm9.h>

int sample9_init(void)
{
	return pm9_enter(1);
}
