// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/kref9.h>

int user9_drop(int *count)
{
	return kref9_put(count);
}
