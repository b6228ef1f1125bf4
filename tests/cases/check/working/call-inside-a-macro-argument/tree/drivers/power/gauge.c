// SPDX-License-Identifier: GPL-2.0
#include <linux/quota9.h>

#define wait9(queue, condition)    do { (queue)++; } while (!(condition))
#define with9(lock, block)    do { (lock)++; block; (lock)--; } while (0)

void gauge_wait(int queue, int lock)
{
	wait9(queue, charge(3) == 0);
	with9(lock, {
		if (queue)
			charge(4);
	});
}
