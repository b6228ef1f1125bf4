/* SPDX-License-Identifier: GPL-2.0 */
struct ring8 {
	int head;
};

int ring8_push(struct ring8 *ring, int value);
