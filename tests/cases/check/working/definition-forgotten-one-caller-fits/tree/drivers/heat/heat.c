// SPDX-License-Identifier: GPL-2.0
#include <linux/vent.h>

int heat_start(struct vent *vent)
{
	return vent_open(vent, 3);
}

int heat_stop(struct vent *vent)
{
	if (vent_open(vent, 0))
		return -1;
	return 0;
}
