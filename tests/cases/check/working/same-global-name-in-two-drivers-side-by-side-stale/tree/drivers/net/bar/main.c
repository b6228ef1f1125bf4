// SPDX-License-Identifier: GPL-2.0
#include "hw.h"

int bar_probe(struct bar *bar)
{
	return hw_reset(bar);
}
