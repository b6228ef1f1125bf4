// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/cart32.h>

void cart32_go(struct cart32 *cart)
{
	cart->speed = 0;
}

void cart32_run(struct cart32 *cart, int i)
{
	struct cart32 *at = cart;
	int sum = 0;

	cart->load = 1;
	cart32_go(cart);
	cart->slots[i] = 3;
	at = cart->next;
	sum = cart->load;
	cart->speed = sum;
}
