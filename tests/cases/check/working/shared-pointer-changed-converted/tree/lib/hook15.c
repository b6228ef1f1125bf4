// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/hook15.h>

int (*hook15_notify)(struct dev15 *dev);

int hook15_call(struct dev15 *dev)
{
	if (hook15_notify)
		return hook15_notify(dev);
	return 0;
}
