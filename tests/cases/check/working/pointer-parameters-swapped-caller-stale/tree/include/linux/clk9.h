/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct clk9 {
	u64 rate;
	int users;
};

int clk9_link(struct clk9 *clk, const char *name);
