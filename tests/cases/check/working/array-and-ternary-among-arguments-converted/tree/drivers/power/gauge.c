// SPDX-License-Identifier: GPL-2.0
#include <linux/quota9.h>

static int table9[4];

int gauge_level(int level)
{
	return charge(table9[(table9[1]++, level & 3)]) +
		charge(level ? table9[0] : ((int (*)(int, int))0)(1, 2)) +
		charge(((int[]){ 1, 2, 3 })[1]);
}
