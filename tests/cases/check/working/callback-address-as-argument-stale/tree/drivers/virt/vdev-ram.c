// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/vdev.h>

static int ram_notify(struct vdev *dev, u64 offset)
{
	dev->size = offset;
	return 0;
}

int ram_attach(struct vdev *dev)
{
	return vdev_watch(dev, &ram_notify);
}
