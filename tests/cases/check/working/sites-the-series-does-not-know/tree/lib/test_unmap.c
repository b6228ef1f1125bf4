// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/hotremove.h>

int test_unmap(void)
{
	return arch_unmap_range(0, 4096, NULL);
}
