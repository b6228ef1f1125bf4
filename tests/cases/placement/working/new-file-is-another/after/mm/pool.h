struct pool;
