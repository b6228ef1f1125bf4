/* SPDX-License-Identifier: GPL-2.0 */
extern int __must_check arch_reserve(unsigned long base, unsigned long size) __attribute__((nonnull));
