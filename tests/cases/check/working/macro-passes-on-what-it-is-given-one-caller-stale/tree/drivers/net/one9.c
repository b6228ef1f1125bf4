// SPDX-License-Identifier: GPL-2.0
#include <linux/pool9.h>

void *one9_get(struct pool9 *pool)
{
	if (!pool)
		pool9_err(pool, "no pool");
	return pool9_take(pool, 1);
}
