// SPDX-License-Identifier: GPL-2.0
#include <linux/pool9.h>

#define two9_get(pool) pool9_take(pool, 2)

void *two9_both(struct pool9 *pool)
{
	return two9_get(pool) ? pool9_take(pool, (1, 3)) : pool9_take_raw(pool, 4);
}
