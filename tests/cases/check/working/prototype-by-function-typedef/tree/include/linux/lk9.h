/* SPDX-License-Identifier: GPL-2.0 */
typedef int lk9_fn(int *lock);

extern lk9_fn lk9_try;
