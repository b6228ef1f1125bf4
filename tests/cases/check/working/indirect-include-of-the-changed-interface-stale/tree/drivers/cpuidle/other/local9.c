// SPDX-License-Identifier: GPL-2.0
#include "local9.h"

int pm9_enter(int state)
{
	return state;
}

int local9_all(void)
{
	return pm9_enter(0);
}
