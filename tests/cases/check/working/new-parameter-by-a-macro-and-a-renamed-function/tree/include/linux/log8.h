/* SPDX-License-Identifier: GPL-2.0 */
int log8_put(int level, const char *text, ...);
