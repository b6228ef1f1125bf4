// SPDX-License-Identifier: GPL-2.0
#include "tile9_reg.h"

int tile9_crtc(void)
{
	return tile9_read(4);
}
