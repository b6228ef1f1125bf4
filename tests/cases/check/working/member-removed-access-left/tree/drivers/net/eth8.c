// SPDX-License-Identifier: GPL-2.0
#include <linux/ring9.h>

struct eth8 {
	unsigned int size;
};

static struct ring9 eth8_ring = {
	.head = 1,
	.size = 8,
};

unsigned int eth8_size(struct eth8 *eth)
{
	return eth->size + eth8_ring.head;
}
