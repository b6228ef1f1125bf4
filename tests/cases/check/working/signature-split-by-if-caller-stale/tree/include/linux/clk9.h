/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct clk9 {
	u64 rate;
	int users;
};

int clk9_setup(struct clk9 *clk,
#ifdef CONFIG_NUMA
		   int node,
#endif
		   u64 rate);
