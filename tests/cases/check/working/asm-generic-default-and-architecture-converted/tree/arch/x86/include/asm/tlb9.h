/* SPDX-License-Identifier: GPL-2.0 */
#define tlb9_flush tlb9_flush
static inline void tlb9_flush(unsigned long at)
{
	asm volatile("invlpg (%0)" : : "r" (at));
}

#include <asm-generic/tlb9.h>
