// SPDX-License-Identifier: GPL-2.0
#include <linux/log8.h>

int log8_put(int level, const char *text, ...)
{
	return level;
}
