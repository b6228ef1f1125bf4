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

static int lk9_peek(int *lock)
{
	return *lock;
}

int lk9_peek_two(int *lock)
{
	return lk9_peek(lock) * 2;
}
