// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/wtimer.h>

int wtimer_arm(struct wtimer *timer, u64 when)
{
	if (timer->flags)
		return -16;
	timer->when = when;
	return 0;
}

void wtimer_stop(struct wtimer *timer)
{
	timer->when = 0;
}
