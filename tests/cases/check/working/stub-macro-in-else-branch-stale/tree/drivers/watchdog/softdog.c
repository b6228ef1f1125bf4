// SPDX-License-Identifier: GPL-2.0
#include <linux/types.h>
#include <linux/wtimer.h>

static struct wtimer dog;

int softdog_ping(u64 now)
{
	wtimer_stop(&dog);
	return wtimer_arm(&dog, now + 1000);
}
