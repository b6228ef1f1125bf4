#include "pages.h"

int add_page(struct page *page, struct mapping *mapping, unsigned long index)
{
	return page && mapping && index;
}
