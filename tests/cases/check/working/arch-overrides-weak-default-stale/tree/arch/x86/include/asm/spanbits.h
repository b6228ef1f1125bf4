/* SPDX-License-Identifier: GPL-2.0 */
#define arch_span_bits arch_span_bits
int arch_span_bits(unsigned long at);
