/* SPDX-License-Identifier: GPL-2.0 */
struct node10;

int walk10(struct node10 *top, int (*visit)(struct node10 *node, void *data), void *data);
