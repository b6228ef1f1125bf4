// SPDX-License-Identifier: GPL-2.0
#include <linux/cfg9.h>

#ifdef CONFIG_CFG9
int cfg9_set(int a, int b)
{
	return a + b;
}

int cfg9_user(void)
{
	return cfg9_set(1, 2);
}
#else
int cfg9_set(int a)
{
	return a;
}

int cfg9_user(void)
{
	return cfg9_set(1);
}
#endif
