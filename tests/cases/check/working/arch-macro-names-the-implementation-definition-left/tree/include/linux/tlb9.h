/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TLB9_H
#define _LINUX_TLB9_H

#include <asm/tlb9.h>

#ifndef arch_tlb9_drop
static inline void arch_tlb9_drop(unsigned long at)
{
}
#endif

#endif
