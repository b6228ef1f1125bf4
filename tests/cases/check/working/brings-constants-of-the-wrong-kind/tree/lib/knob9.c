// SPDX-License-Identifier: GPL-2.0
#include <linux/knob9.h>

int knob9_set(struct knob9 *knob, int how, bool now)
{
	if (now)
		knob->turn = how;
	return knob->turn;
}

int knob9_map(struct knob9 *knob, u64 from)
{
	return knob->turn > from;
}
