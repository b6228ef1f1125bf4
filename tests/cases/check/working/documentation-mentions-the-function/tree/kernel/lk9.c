// SPDX-License-Identifier: GPL-2.0
#include <linux/lk9.h>

/**
 * lk9_try() - try a lock
 *
 * Use lk9_try(lock) and never wait.
 */
int lk9_try(int *lock)
{
	return !*lock && ++*lock;
}

int lk9_is(int *lock)
{
	return *lock;
}
