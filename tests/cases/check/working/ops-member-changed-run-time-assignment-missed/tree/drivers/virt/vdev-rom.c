// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/vdev.h>

static int rom_map(struct vdev *dev, u64 offset)
{
	return -30;
}

void rom_setup(struct vdev_ops *ops, struct vdev *dev)
{
	ops->map = &rom_map;
	dev->ops = ops;
}
