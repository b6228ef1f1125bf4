#include "pages.h"

int read_page(struct mapping *mapping, struct page *page, unsigned long index)
{
	return add_page(page, mapping, index);
}
