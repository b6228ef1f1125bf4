// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/iio9.h>

int iio9_each(iio9_fn *fn)
{
	return fn(NULL);
}

int iio9_show(const struct iio9_ops *ops, struct iio9 *dev)
{
	return ops->show(dev);
}
