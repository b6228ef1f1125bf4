/* SPDX-License-Identifier: GPL-2.0 */
struct bar {
	int busy;
};

int hw_reset(struct bar *bar);
