// SPDX-License-Identifier: GPL-2.0
#include <linux/pump9.h>

int well9_run(void)
{
	return pump9_start();
}
