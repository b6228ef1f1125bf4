// SPDX-License-Identifier: GPL-2.0
#include <linux/pool9.h>

int pool9_calls;

void *pool9_take_raw(struct pool9 *pool, int gfp)
{
	return gfp ? pool : 0;
}

int pool9_log(struct pool9 *pool, int level, const char *text)
{
	return pool && text && level;
}
