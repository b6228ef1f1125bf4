// SPDX-License-Identifier: GPL-2.0
#include <os9.h>

int um_fault9(unsigned long at)
{
	return os9_map(at);
}
