// SPDX-License-Identifier: GPL-2.0
#include <linux/ring9.h>

struct eth9 {
	unsigned int size;
	struct ring9 tx;
};

int eth9_full(struct eth9 *eth, struct ring9_user *user)
{
	if (eth->size > 9)
		return user->ring->head > user->ring->size;
	return eth->tx.size;
}
