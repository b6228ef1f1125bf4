/* SPDX-License-Identifier: GPL-2.0 */
struct iio9;

struct iio9_ops {
	int (*read)(struct iio9 *dev);
};
