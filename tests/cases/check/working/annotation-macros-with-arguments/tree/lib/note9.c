// SPDX-License-Identifier: GPL-2.0
#include <linux/note9.h>

__printf(2, 3)
int note9(int level, const char *fmt, ...)
	__acquires(lock)
{
	return level && fmt;
}

int note9_two(int a, int b)
{
	return note9(1, NOTE9 "a, b" " are %d, %d", a, b);
}
