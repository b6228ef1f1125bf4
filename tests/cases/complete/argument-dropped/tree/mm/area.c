#include "area.h"

int area_free(struct area *area, unsigned long size, int why)
{
	return area != 0 && why;
}
