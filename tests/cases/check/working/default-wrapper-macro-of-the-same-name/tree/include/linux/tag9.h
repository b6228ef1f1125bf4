/* SPDX-License-Identifier: GPL-2.0 */
int tag9_get(int depth);
