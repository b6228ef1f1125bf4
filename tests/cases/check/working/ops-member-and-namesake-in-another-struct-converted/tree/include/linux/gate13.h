/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct gate13;

struct gate13_ops {
	int (*open)(struct gate13 *gate);
};

struct lock13_ops {
	int (*open)(struct gate13 *gate);
};

struct gate13 {
	struct gate13_ops *ops;
	struct lock13_ops lock;
	struct lock13_ops *more;
};
