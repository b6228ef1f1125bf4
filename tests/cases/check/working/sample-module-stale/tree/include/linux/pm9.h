/* SPDX-License-Identifier: GPL-2.0 */
int pm9_enter(int state);
