// SPDX-License-Identifier: GPL-2.0
#include <linux/hash9.h>

u32 fs9(const char *name)
{
	return hash9(name, 4);
}
