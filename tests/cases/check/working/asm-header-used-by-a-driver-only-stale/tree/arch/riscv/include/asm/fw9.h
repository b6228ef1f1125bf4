/* SPDX-License-Identifier: GPL-2.0 */
int fw9_call(int nr);
