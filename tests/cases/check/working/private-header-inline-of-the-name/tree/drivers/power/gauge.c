// SPDX-License-Identifier: GPL-2.0
#include "gauge.h"

int gauge_level(struct gauge *gauge)
{
	return charge(gauge);
}
