// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/walk10.h>

static int count10_one(struct node10 *node, void *data)
{
	return node != data;
}

int count10(struct node10 *top)
{
	return walk10(top, count10_one, NULL) + walk10(top, &count10_one, top);
}
