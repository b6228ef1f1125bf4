struct pool;
void pool_report(struct pool *pool);
