// SPDX-License-Identifier: GPL-2.0
#include <linux/spanbits.h>

int arch_span_bits(unsigned long at)
{
	return at > 4096 ? 21 : 12;
}
