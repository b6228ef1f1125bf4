// SPDX-License-Identifier: GPL-2.0
#include "idle9.h"

int idle9_all(void)
{
	return pm9_enter(2);
}
