// SPDX-License-Identifier: GPL-2.0
#include "red9.c"

int colours9_probe(void)
{
	return red9_probe();
}
