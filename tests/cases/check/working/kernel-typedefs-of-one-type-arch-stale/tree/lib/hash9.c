// SPDX-License-Identifier: GPL-2.0
#include <linux/hash9.h>

__u32 hash9(const void *data, unsigned long len)
{
	return data ? len : 0;
}
