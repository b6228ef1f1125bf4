// SPDX-License-Identifier: GPL-2.0
#include <linux/dial.h>

static void dial_turn(struct dial *dial, const u_char *steps, int count)
{
}

static void dial_spin(struct dial *dial, const u_char *steps, int count)
{
}

static const struct dial_ops dial_table = {
	.turn = dial_turn,
};

void dial_init(struct dial *dial)
{
	dial->table = &dial_table;
	dial->ops.turn = dial_spin;
}
