// SPDX-License-Identifier: GPL-2.0
#include <linux/lk9.h>

#define DEFINE_GET9(name)            \
int get9_##name(int *name)            \
{                        \
	return lk9_try(name);    \
}

DEFINE_GET9(rate)
DEFINE_GET9(size)
