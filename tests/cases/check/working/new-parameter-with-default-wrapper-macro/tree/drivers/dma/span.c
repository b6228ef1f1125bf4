// SPDX-License-Identifier: GPL-2.0
#include <linux/allocspan.h>

void *span_dma_buffer(void)
{
	return alloc_span(512);
}
