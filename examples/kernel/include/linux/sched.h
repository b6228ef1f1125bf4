/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

extern void schedule(void);
extern int need_resched(void);

static inline void cond_resched(void)
{
	if (need_resched())
		schedule();
}

#endif /* _LINUX_SCHED_H */
