// SPDX-License-Identifier: GPL-2.0
#include <linux/page9.h>
#include <linux/forget9.h>

int page9_put(struct page9 *page)
{
	return --page->count;
}

void page9_clear(struct page9 *page, int hard)
{
	int left = 3;

	if (hard)
		left = 0;

	page->flags = left;
}
