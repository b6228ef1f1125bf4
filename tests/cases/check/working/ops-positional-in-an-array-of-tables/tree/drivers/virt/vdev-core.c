// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/vdev.h>

int vdev_watch(struct vdev *dev, int (*call)(struct vdev *dev, u64 offset))
{
	dev->notify = call;
	return 0;
}

int vdev_map_first(struct vdev *dev)
{
	if (dev->ops->open(dev))
		return -5;
	return dev->ops->map(dev, 0);
}
