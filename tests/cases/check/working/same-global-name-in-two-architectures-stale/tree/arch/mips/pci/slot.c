// SPDX-License-Identifier: GPL-2.0
#include <asm/slot.h>

int slot_irq(int bus, int slot)
{
	return slot + 16 * bus;
}
