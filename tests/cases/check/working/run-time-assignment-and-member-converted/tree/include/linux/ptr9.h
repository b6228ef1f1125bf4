/* SPDX-License-Identifier: GPL-2.0 */
struct ptr9 {
	int (*handler)(int irq);
};

int ptr9_irq(int irq);
