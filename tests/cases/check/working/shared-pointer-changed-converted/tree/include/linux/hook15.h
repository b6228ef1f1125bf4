/* SPDX-License-Identifier: GPL-2.0 */
struct dev15;

extern int (*hook15_notify)(struct dev15 *dev);
