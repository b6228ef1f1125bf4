/* SPDX-License-Identifier: GPL-2.0 */
struct cart32 {
	int load, speed;
	int slots[4];
	struct cart32 *next;
};

void cart32_go(struct cart32 *cart);
