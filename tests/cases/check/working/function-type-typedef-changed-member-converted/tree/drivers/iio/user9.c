// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/iio9.h>

static int user9_show(struct iio9 *dev)
{
	return dev != NULL;
}

int user9_all(void)
{
	return iio9_each(user9_show);
}

const struct iio9_ops user9_ops = {
	.show = user9_show,
};
