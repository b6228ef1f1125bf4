// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/ring8.h>

int queue_put(struct ring8 *ring)
{
	return ring8_push(ring, 1);
}

int queue_put_two(struct ring8 *ring)
{
	return ring8_push(ring, 2);
}
