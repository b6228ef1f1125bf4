// SPDX-License-Identifier: GPL-2.0
#include <linux/spanflush.h>

void span_unmap(unsigned long at, unsigned long len)
{
	arch_flush_span(at, at + len);
}
