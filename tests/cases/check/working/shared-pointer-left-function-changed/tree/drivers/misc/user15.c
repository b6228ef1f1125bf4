// SPDX-License-Identifier: GPL-2.0
#include <linux/hook15.h>

static int user15_notify(struct dev15 *dev)
{
	return 1;
}

void user15_init(void)
{
	hook15_notify = user15_notify;
}

int user15_now(struct dev15 *dev)
{
	return (*hook15_notify)(dev) + hook15_notify(dev);
}
