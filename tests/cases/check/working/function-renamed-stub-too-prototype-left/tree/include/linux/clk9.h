/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct clk9 {
	u64 rate;
	int users;
};

int clk9_get(struct clk9 *clk);
#ifdef CONFIG_CLK9
int clk9_tick(struct clk9 *clk);
#else
static inline int clk9_tick(struct clk9 *clk)
{
	return 0;
}
#endif
