// SPDX-License-Identifier: GPL-2.0
#include <linux/box9.h>

int box9_get(struct box9 *box)
{
	return box->n;
}
