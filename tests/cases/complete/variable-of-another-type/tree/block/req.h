int submit(void *req);
