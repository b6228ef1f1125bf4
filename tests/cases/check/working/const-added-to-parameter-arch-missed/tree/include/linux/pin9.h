/* SPDX-License-Identifier: GPL-2.0 */
int arch_pin_name(char *name);
