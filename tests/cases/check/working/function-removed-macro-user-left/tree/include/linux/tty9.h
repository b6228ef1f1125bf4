/* SPDX-License-Identifier: GPL-2.0 */
#define tty9_tick(tty)    clk9_tick((tty)->clk)
