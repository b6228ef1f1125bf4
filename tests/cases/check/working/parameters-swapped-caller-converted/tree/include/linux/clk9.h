/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct clk9 {
	u64 rate;
	int users;
};

int clk9_move(int node, u64 start);
