/* SPDX-License-Identifier: GPL-2.0 */
#define arch_tlb9_drop arch_tlb9_drop
void arch_tlb9_drop(unsigned long at);
