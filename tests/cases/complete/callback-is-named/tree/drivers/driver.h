struct driver;

struct driver_ops {
	int (*stop)(struct driver *driver);
};

int generic_stop(struct driver *driver);
