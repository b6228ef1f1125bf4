/* SPDX-License-Identifier: GPL-2.0 */
struct tap21;

struct tap21_ops {
	int (*open)(struct tap21 *tap);
	void (*close)(struct tap21 *tap);
};

struct tap21 {
	struct tap21_ops ops;
	int state;
};
