#include "pages.h"

int add_page(struct page *page, struct mapping *mapping, unsigned long index);

int fill(struct mapping *map, struct page *one)
{
	return add_page(one, map, 0) || add_page(one,
						 map, 1);
}
