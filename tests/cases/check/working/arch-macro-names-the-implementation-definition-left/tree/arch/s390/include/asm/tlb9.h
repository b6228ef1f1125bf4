/* SPDX-License-Identifier: GPL-2.0 */
void __s390_tlb9_drop(unsigned long at);

#define arch_tlb9_drop __s390_tlb9_drop
