// SPDX-License-Identifier: GPL-2.0
#include <linux/tlb9.h>

void unmap9(unsigned long at)
{
	arch_tlb9_drop(at);
}
