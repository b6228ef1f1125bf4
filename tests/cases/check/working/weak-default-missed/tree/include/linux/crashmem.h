/* SPDX-License-Identifier: GPL-2.0 */
int arch_crash_prepare(unsigned long size);
