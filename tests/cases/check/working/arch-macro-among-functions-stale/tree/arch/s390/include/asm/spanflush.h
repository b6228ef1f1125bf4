/* SPDX-License-Identifier: GPL-2.0 */
void arch_flush_span(unsigned long start, unsigned long end);
