// SPDX-License-Identifier: GPL-2.0
#include <linux/cache24.h>

int cache24_count(struct cache24 *cache)
{
	return cache->shrink->seeks;
}
