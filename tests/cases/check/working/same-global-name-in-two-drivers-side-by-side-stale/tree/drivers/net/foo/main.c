// SPDX-License-Identifier: GPL-2.0
#include "hw.h"

int foo_open(struct foo *foo)
{
	return hw_reset(foo);
}

void foo_timeout(struct foo *foo)
{
	foo->state = -1;
	hw_reset(foo);
}
