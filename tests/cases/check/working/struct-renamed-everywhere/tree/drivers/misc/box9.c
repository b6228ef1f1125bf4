// SPDX-License-Identifier: GPL-2.0
#include <linux/box9.h>

int misc9(struct box9 *box)
{
	return box9_get(box);
}
