#include "driver.h"

int generic_stop(struct driver *driver)
{
	return driver != 0;
}
