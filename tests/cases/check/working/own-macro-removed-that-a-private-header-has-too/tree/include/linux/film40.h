/* SPDX-License-Identifier: GPL-2.0 */
struct film40;

#define FILM40_FAST 1

struct film40_ops {
	int flags;
	int (*open)(struct film40 *film);
	int (*poll)(struct film40 *film);
};
