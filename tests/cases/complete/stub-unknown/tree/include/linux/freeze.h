#ifndef _LINUX_FREEZE_H
#define _LINUX_FREEZE_H

struct task;

#ifdef CONFIG_FREEZER
int freeze(struct task *task);
#else
static inline int freeze(struct task *task)
{
	return 0;
}
#endif

#endif
