/* SPDX-License-Identifier: GPL-2.0 */
struct foo {
	int state;
};

int hw_reset(struct foo *foo);
