// SPDX-License-Identifier: GPL-2.0
#include <linux/lk9.h>

int md9_lock(int *lock)
{
	return lk9_try(lock);
}
