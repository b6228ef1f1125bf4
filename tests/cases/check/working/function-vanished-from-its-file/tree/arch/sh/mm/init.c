// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/hotremove.h>

int sh_memory_ready(void)
{
	return 1;
}
