// SPDX-License-Identifier: GPL-2.0
#include <linux/ring9.h>

unsigned int ring9_used(struct ring9 *ring)
{
	return ring->head - ring->tail;
}
