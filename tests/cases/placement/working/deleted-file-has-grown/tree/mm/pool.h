struct pool;
void pool_report(struct pool *pool);
int pool_count(void);
