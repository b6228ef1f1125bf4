/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct clk9 {
	u64 rate;
	int users;
};

int clk9_get(struct clk9 *clk);
int clk9_tick(struct clk9 *clk);
