/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct pipe5;

struct pipe5_ops {
	int (*open)(struct pipe5 *pipe);
	void (*close)(struct pipe5 *pipe);
};

struct pipe5 {
	struct pipe5_ops ops;
	const struct pipe5_ops *more;
	struct {
		struct pipe5_ops deep[2];
	} inner;
};
