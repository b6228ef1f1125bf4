/* SPDX-License-Identifier: GPL-2.0 */
int arch_pin(unsigned long at, u32 flags);
