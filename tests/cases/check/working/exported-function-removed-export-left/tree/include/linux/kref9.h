/* SPDX-License-Identifier: GPL-2.0 */
int kref9_put(int *count);
int kref9_get(int *count);
