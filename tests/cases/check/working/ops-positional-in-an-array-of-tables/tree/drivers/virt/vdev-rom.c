// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/vdev.h>

static int rom_open(struct vdev *dev)
{
	return 0;
}

static int rom_map(struct vdev *dev, u64 offset)
{
	return -30;
}

const struct vdev_ops rom_ops = {
	.map = NULL,
};

static const struct vdev_ops rom_tables[] = {
	{ rom_open, rom_map },
	[1] = {
		.open = rom_open,
		rom_map,
	},
	{ rom_open, NULL },
};

const struct vdev_ops *rom_pick(unsigned int nr)
{
	return &rom_tables[nr % 3];
}
