/* SPDX-License-Identifier: GPL-2.0 */
struct iio9;

typedef int iio9_fn(struct iio9 *dev);

struct iio9_ops {
	iio9_fn *show;
};

int iio9_show(const struct iio9_ops *ops, struct iio9 *dev);
int iio9_each(iio9_fn *fn);
