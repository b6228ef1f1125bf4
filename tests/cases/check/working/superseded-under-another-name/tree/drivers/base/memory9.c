// SPDX-License-Identifier: GPL-2.0
#include <linux/unreg9.h>

void remove_memory9(int *block)
{
	unregister_block9(block);
}
