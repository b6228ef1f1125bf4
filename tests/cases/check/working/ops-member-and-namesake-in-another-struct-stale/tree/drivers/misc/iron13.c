// SPDX-License-Identifier: GPL-2.0
#include <linux/gate13.h>

static int iron13_open(struct gate13 *gate)
{
	return 0;
}

static int iron13_unlock(struct gate13 *gate)
{
	return 1;
}

static struct gate13_ops iron13_ops = {
	.open = iron13_open,
};

static struct gate13 iron13_gates[] = {
	{ .ops = &iron13_ops, .lock.open = iron13_unlock },
	[2] = { .lock = { .open = &iron13_unlock } },
};

void iron13_init(struct gate13 *gate, struct lock13_ops *lock)
{
	gate->ops = iron13_gates[0].ops;
	gate->lock.open = iron13_unlock;
	gate->more->open = iron13_unlock;
	lock->open = iron13_unlock;
	(*lock).open = iron13_unlock;
	iron13_gates[1].lock.open = gate->lock.open ?: iron13_unlock;
}

int iron13_go(struct gate13 *gate)
{
	return gate->ops->open(gate) + gate->lock.open(gate) + gate->more->open(gate);
}
