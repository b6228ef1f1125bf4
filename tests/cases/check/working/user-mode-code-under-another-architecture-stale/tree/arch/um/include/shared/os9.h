/* SPDX-License-Identifier: GPL-2.0 */
int os9_map(unsigned long at);
