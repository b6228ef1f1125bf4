// SPDX-License-Identifier: GPL-2.0
#include "hw.h"

int hw_reset(struct foo *foo)
{
	foo->state = 0;
	return 0;
}
