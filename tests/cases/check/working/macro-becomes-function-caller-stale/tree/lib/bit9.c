// SPDX-License-Identifier: GPL-2.0
#include <linux/bit9.h>

int bit9_two(int word)
{
	bit9_set(word, 1);
	return word;
}
