#include "area.h"

int area_drop(struct area *area)
{
	return area_free(area, area_size(area), 1);
}
