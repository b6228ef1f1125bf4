// SPDX-License-Identifier: GPL-2.0
#include <os9.h>

int os9_map(unsigned long at)
{
	return at == 0;
}

int os9_first(void)
{
	return os9_map(4096);
}
