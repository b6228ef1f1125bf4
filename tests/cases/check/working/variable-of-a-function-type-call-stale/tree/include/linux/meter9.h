/* SPDX-License-Identifier: GPL-2.0 */
struct meter9 {
	int value;
};

int meter9_read(struct meter9 *meter);
int meter9_peek(struct meter9 *meter);
