// SPDX-License-Identifier: GPL-2.0
#include <linux/unreg9.h>

void unregister_block9(int *block)
{
	if (*block >= 0)
		*block = -1;
}
