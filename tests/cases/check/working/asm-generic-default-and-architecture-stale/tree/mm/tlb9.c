// SPDX-License-Identifier: GPL-2.0
#include <asm/tlb9.h>

void mm_flush9(unsigned long at)
{
	tlb9_flush(at);
}
