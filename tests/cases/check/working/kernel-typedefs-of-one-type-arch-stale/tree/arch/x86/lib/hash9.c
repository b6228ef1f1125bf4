// SPDX-License-Identifier: GPL-2.0
#include <linux/hash9.h>

uint32_t hash9(const void *data, size_t len)
{
	return data ? 2 * len : 0;
}
