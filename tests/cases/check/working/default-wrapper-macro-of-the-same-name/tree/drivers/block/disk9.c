// SPDX-License-Identifier: GPL-2.0
#include <linux/tag9.h>

int disk9_start(void)
{
	return tag9_get(32);
}
