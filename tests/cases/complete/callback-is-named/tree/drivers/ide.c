#include "driver.h"

const struct driver_ops ide_ops = {
	.stop = generic_stop,
};
