/* SPDX-License-Identifier: GPL-2.0 */
struct fb9;

struct fb9_ops {
	int (*show)(struct fb9 *fb);
};
