/* SPDX-License-Identifier: GPL-2.0 */
int tile9_read(int reg);
