// SPDX-License-Identifier: GPL-2.0
#include <linux/ptr9.h>

void ptr9_set(struct ptr9 *ptr)
{
	ptr->handler = ptr9_irq;
}
