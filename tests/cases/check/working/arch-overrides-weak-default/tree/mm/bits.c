// SPDX-License-Identifier: GPL-2.0
#include <linux/spanbits.h>

int span_order(unsigned long at)
{
	return arch_span_bits(at) - 12;
}
