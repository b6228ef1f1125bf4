// SPDX-License-Identifier: GPL-2.0
#include <linux/lk9.h>
#include <linux/syscalls.h>

SYSCALL_DEFINE2(lock9, int, nr, int, flags)
{
	static int locks[4];

	if (flags)
		return lk9_try(&locks[nr & 3]);
	return lk9_try(&locks[0]);
}
