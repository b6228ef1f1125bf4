/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct vdev;

struct vdev_ops {
	int (*open)(struct vdev *dev);
	int (*map)(struct vdev *dev, u64 offset);
};

struct vdev {
	const struct vdev_ops *ops;
	int (*notify)(struct vdev *dev, u64 offset);
	u64 size;
};

int vdev_watch(struct vdev *dev, int (*call)(struct vdev *dev, u64 offset));
