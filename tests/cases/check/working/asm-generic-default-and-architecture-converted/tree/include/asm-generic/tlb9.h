/* SPDX-License-Identifier: GPL-2.0 */
#ifndef tlb9_flush
static inline void tlb9_flush(unsigned long at)
{
}
#endif
