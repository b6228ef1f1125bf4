// SPDX-License-Identifier: GPL-2.0
#include <asm/fw9.h>

int firmware9_probe(void)
{
	return fw9_call(0);
}
