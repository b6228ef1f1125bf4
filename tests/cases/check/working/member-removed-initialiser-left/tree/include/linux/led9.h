/* SPDX-License-Identifier: GPL-2.0 */
struct led9;

struct led9_ops {
	int (*show)(struct led9 *led);
};
