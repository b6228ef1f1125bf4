// SPDX-License-Identifier: GPL-2.0
#include <linux/op22.h>

enum { RUN_MAP, RUN_UNMAP, RUN_LAST };

int op22_first(struct op22 *op)
{
	return op->state;
}

static int op22_second(struct op22 *op)
{
	return -op->state;
}

static const op22_fn table[RUN_LAST] = {
	[RUN_MAP] = op22_first,
	[RUN_UNMAP] = op22_second,
};

static op22_do *const others[] = { op22_first, &op22_second };

static const struct op22_table whole = {
	OP22(map, op22_first),
	OP22(unmap, op22_second),
};

static const struct op22_table both = { OP22_TWICE(op22_second) };

op22_fn op22_pick(int which)
{
	op22_fn fn = op22_first;
	typeof(op22_first) *same = op22_first;
	typeof(&op22_second) more = &op22_second;

	if (which > 2)
		return which & 1 ? op22_second : op22_first;
	if (which == 2 && fn == same && more)
		return op22_second;
	return fn;
}

int op22_run(struct op22 *op, void *data)
{
	op->done = data == NULL ? op22_first : op22_second;
	(void)op22_run(op, op22_first);
	return (op->state ? op22_first : op22_second)(op) + table[op->state](op) + others[0](op) +
	       op22_call(op, op22_first) + whole.map(op) + both.unmap(op) + op22_pick(3)(op);
}
