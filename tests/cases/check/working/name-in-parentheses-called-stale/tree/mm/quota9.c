// SPDX-License-Identifier: GPL-2.0
#include <linux/quota9.h>

int charge(int pages)
{
	return pages > 64 ? -12 : 0;
}

int quota9_take(int pages)
{
	return charge(pages);
}
