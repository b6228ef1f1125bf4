// SPDX-License-Identifier: GPL-2.0
#include <linux/tlb9.h>

static unsigned long dropped;

void __s390_tlb9_drop(unsigned long at)
{
	dropped = at;
}
