/* SPDX-License-Identifier: GPL-2.0 */
int kref9_put(int *count);
