// SPDX-License-Identifier: GPL-2.0
#include <linux/bell1.h>

void gong1_strike(int line)
{
	bell1_handler(line)(line);
}
