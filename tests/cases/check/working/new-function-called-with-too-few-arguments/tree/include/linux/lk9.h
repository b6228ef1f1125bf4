/* SPDX-License-Identifier: GPL-2.0 */
int lk9_try(int *lock);
