/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_WTIMER_H
#define _LINUX_WTIMER_H

#include <linux/types.h>

struct wtimer {
	u64 when;
	unsigned int flags;
};

#ifdef CONFIG_WTIMER
int wtimer_arm(struct wtimer *timer, u64 when);
void wtimer_stop(struct wtimer *timer);
#else
#define wtimer_arm(timer, when)    (-19)
static inline void wtimer_stop(struct wtimer *timer)
{
}
#endif

#endif
