/* SPDX-License-Identifier: GPL-2.0 */
int copyfast9(void *to, const void *from);
