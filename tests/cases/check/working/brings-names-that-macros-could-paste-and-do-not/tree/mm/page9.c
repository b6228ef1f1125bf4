// SPDX-License-Identifier: GPL-2.0
#include <linux/flags9.h>

int page9_clean(struct page9 *page)
{
	int left = 0;

	if (Page9Dirty(page))
		left = 1;

	return left;
}
