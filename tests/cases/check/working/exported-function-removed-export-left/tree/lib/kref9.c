// SPDX-License-Identifier: GPL-2.0
#include <linux/export.h>
#include <linux/kref9.h>

int kref9_put(int *count)
{
	return --*count == 0;
}
EXPORT_SYMBOL_GPL(kref9_put);

int kref9_get(int *count)
{
	return ++*count;
}
EXPORT_SYMBOL_GPL(kref9_get);
