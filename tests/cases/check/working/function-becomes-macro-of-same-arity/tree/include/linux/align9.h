/* SPDX-License-Identifier: GPL-2.0 */
unsigned long align9(unsigned long at, unsigned long to);
