/* SPDX-License-Identifier: GPL-2.0 */
int lamp7_set(int lamp, int on);
