/* SPDX-License-Identifier: GPL-2.0 */
int spell9(unsigned one, long unsigned int two, const char *three);
