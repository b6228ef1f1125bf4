// SPDX-License-Identifier: GPL-2.0
#include "hw.h"

int hw_reset(struct bar *bar)
{
	return bar->busy ? -16 : 0;
}
