/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_LED9_H
#define _LINUX_LED9_H

struct led9 {
	int level;
};

struct led9_ops {
	int (*set)(struct led9 *led, int level);
	int (*suspend)(struct led9 *led);
	int (*resume)(struct led9 *led);
};

struct led9_attr {
	int (*show)(struct led9 *led);
};

#define LED9_ATTR_RO(_name) \
	struct led9_attr led9_attr_##_name = { .show = _name##_show }

#define __maybe_unused __attribute__((__unused__))
#define __led9_pm __maybe_unused
#define led9_driver(fn) int init_led9(void) { return fn(); }

int led9_register(const struct led9_ops *ops);
void led9_write(struct led9 *led, int value);

#endif
