/* SPDX-License-Identifier: GPL-2.0 */
int gauge9_read(int line, unsigned long at);
