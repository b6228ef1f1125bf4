// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/vdev.h>

static int rom_map(struct vdev *dev, u64 offset)
{
	return -30;
}

const struct vdev_ops rom_ops = {
	.map = &rom_map,
};
