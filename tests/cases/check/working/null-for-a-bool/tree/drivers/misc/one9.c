// SPDX-License-Identifier: GPL-2.0
#include <linux/knob9.h>

int one9_turn(struct knob9 *knob)
{
	knob9_set(knob, KNOB9_ON, true);
	knob9_set(knob, KNOB9_OFF, false);
	knob9_set(NULL, 3, knob);
	knob9_like(knob, NULL, NULL);
	knob9_like(knob, knob, NULL);
	return knob9_map(knob, 0) + knob9_map(knob, 4096) + knob9_map(knob, KNOB9_AUTO);
}
