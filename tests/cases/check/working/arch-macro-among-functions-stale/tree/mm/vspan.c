// SPDX-License-Identifier: GPL-2.0
#include <linux/spanflush.h>

void vspan_release(unsigned long at)
{
	if (at)
		arch_flush_span(at, at + 4096);
}
