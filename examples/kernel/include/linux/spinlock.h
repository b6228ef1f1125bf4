/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

typedef struct {
	int owner;
} spinlock_t;

typedef struct {
	unsigned int sequence;
	spinlock_t lock;
} seqlock_t;

struct mutex {
	int owner;
};

#define DEFINE_MUTEX(name)	struct mutex name

extern void spin_lock(spinlock_t *lock);
extern void spin_unlock(spinlock_t *lock);
extern void write_seqlock(seqlock_t *sl);
extern void write_sequnlock(seqlock_t *sl);
extern void mutex_lock(struct mutex *lock);
extern void mutex_unlock(struct mutex *lock);
extern void write_lock(spinlock_t *lock);
extern void write_unlock(spinlock_t *lock);

#endif /* _LINUX_SPINLOCK_H */
