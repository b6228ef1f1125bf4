#include "area.h"

int area_trim(struct area *first, struct area *second)
{
	int err = area_free(first,
			    area_size(first),
			    2);

	if (err || area_free(second, 4096, area_free(first, 1, 1)))
		return err;
	return 0;
}
