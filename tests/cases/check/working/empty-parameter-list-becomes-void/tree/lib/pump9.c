// SPDX-License-Identifier: GPL-2.0
#include <linux/pump9.h>

int pump9_start()
{
	return pump9_stop(1);
}

int pump9_stop(int line)
{
	return line;
}
