/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct op22;

typedef int (*op22_fn)(struct op22 *op);
typedef int op22_do(struct op22 *op);

struct op22 {
	int state;
	op22_fn done;
};

struct op22_table {
	op22_fn map;
	int (*unmap)(struct op22 *op);
};

#define OP22(_name, _fn) ._name = _fn
#define OP22_TWICE(_fn) .map = _fn, .unmap = (_fn)
#define op22_call(_op, _fn, ...) ((_fn)((_op), ##__VA_ARGS__))

int op22_first(struct op22 *op);
int op22_run(struct op22 *op, void *data);
op22_fn op22_pick(int which);
