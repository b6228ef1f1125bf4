#include "../../mm/area.h"

int area_free(struct area *area, unsigned long size, int why)
{
	return size > 4096 && why;
}
