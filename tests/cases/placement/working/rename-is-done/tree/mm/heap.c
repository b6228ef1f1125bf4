#include "pool.h"

struct pool {
	int node;
	unsigned long pages;
};

static int pool_lock(struct pool *pool)
{
	if (!pool)
		return -1;
	return pool->node;
}

int pool_grow(struct pool *pool, unsigned long pages)
{
	int ret;

	ret = pool_lock(pool);
	if (ret < 0)
		return ret;
	pool->pages += pages * 2;
	return 0;
}

int pool_shrink(struct pool *pool, unsigned long pages)
{
	int ret;

	ret = pool_lock(pool);
	if (ret < 0)
		return ret;
	pool->pages -= pages;
	return 0;
}

void pool_report(struct pool *pool)
{
	print_number(pool->node);
	print_number(pool->pages);
}
