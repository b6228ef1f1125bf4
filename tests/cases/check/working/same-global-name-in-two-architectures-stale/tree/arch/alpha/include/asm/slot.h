/* SPDX-License-Identifier: GPL-2.0 */
int slot_irq(int bus, int slot);
