// SPDX-License-Identifier: GPL-2.0
#include <linux/tag9.h>

int (tag9_get)(int depth)
{
	return depth - 1;
}
