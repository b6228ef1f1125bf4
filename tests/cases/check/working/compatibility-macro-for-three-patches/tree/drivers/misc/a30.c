// SPDX-License-Identifier: GPL-2.0
#include <linux/mill30.h>

#define a30_grind(args...) mill30_grind(args)

int a30_run(int wheel)
{
	return mill30_grind(MILL30_ID(4), 5) + a30_grind(wheel, 6) + mill30_grind(MILL30_NONE wheel, 7);
}
