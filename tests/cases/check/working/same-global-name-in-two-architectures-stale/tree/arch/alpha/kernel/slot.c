// SPDX-License-Identifier: GPL-2.0
#include <asm/slot.h>

int slot_irq(int bus, int slot)
{
	return bus * 8 + slot;
}

int slot_enable(int slot)
{
	return slot_irq(0, slot);
}
