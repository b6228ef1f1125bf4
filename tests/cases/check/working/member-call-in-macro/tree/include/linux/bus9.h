/* SPDX-License-Identifier: GPL-2.0 */
struct bus9;

struct bus9_ops {
	int (*reset)(struct bus9 *bus);
};

struct bus9 {
	const struct bus9_ops *ops;
	int state;
};

#define bus9_reset(p)    ((p)->ops->reset(p))

int reset(int line);
