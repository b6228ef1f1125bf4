// SPDX-License-Identifier: GPL-2.0
#include <linux/bolt31.h>

int bolt31_log(int what)
{
	return what;
}

int bolt31_a(int n)
{
	int ret = 0;

	return ret + n;
}
