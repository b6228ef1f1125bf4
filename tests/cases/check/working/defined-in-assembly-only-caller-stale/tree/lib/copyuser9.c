// SPDX-License-Identifier: GPL-2.0
#include <linux/copyfast9.h>

int copyuser9(void *to, const void *from)
{
	return copyfast9(to, from);
}
