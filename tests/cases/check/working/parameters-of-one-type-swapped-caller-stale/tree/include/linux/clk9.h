/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct clk9 {
	u64 rate;
	int users;
	int node;
	int start;
};

int clk9_move(int node, int start);
