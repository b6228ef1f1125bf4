/* SPDX-License-Identifier: GPL-2.0 */
int spell9(u32 one, unsigned long two);
