// SPDX-License-Identifier: GPL-2.0
#include <linux/spancode.h>

const struct span_id span_ids[] = {
	{ SPAN_CODE(1, 0), "one" },
	{ .code = SPAN_CODE(2, 7), .name = "two" },
};

unsigned int span_default = SPAN_CODE(1, 1);
