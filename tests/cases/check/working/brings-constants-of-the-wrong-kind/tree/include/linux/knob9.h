/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct knob9 {
	int turn;
};

struct range9 {
	u64 from;
	u64 to;
};

enum knob9_mode {
	KNOB9_OFF,
	KNOB9_ON,
	KNOB9_AUTO = 8,
};

int knob9_set(struct knob9 *knob, int how, bool now);
int knob9_map(struct knob9 *knob, u64 from);
