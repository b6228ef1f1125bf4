/* SPDX-License-Identifier: GPL-2.0 */
struct box9 {
	int n;
};

int box9_get(struct box9 *box);
