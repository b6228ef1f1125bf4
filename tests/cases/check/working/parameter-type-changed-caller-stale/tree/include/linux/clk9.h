/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct clk9 {
	u64 rate;
	int users;
};

struct tty9 {
	struct clk9 *clk;
};

int clk9_on(struct clk9 *clk);
