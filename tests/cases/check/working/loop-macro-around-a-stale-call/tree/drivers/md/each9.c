// SPDX-License-Identifier: GPL-2.0
#include <linux/lk9.h>

#define for_each_lock9(i, locks)    for ((i) = 0; (locks)[i]; (i)++)

int __init each9_init(int **locks)
{
	int i;

	for_each_lock9(i, locks)
		if (lk9_try(locks[i]))
			goto out;
	return 0;
out:
	return -16;
}
