// SPDX-License-Identifier: GPL-2.0
#include <linux/lk9.h>

int lk9_try(int *lock)
{
	return !*lock && ++*lock;
}

int lk9_is(int *lock)
{
	return *lock;
}
