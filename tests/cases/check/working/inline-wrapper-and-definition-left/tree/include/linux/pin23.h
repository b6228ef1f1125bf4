/* SPDX-License-Identifier: GPL-2.0 */
int pin23_set(int pin, int on);
