// SPDX-License-Identifier: GPL-2.0
#include <linux/lk9.h>

int old9(void)
{
	return 1;
}

int old9_lock(int *lock)
{
	return lk9_try(lock);
}
