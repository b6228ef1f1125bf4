// SPDX-License-Identifier: GPL-2.0
#include <linux/bitrev8.h>

unsigned char reverse8(unsigned char byte)
{
	return byte << 4 | byte >> 4;
}
