// SPDX-License-Identifier: GPL-2.0
#include <asm/slot.h>

int mips_map_irq(int slot)
{
	return slot_irq(1, slot);
}
