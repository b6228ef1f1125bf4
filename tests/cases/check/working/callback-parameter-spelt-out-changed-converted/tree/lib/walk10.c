// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/walk10.h>

int walk10(struct node10 *top, int (*visit)(struct node10 *node, void *data), void *data)
{
	return visit(top, data);
}
