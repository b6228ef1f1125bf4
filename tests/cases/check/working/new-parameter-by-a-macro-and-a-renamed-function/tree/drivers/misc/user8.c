// SPDX-License-Identifier: GPL-2.0
#include <linux/log8.h>

int user8_go(int nr)
{
	log8_put(1, "a, (b");
	return log8_put(2, "%d", nr);
}
