/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/clk9.h>

static inline int clk9_off(struct clk9 *clk)
{
	return clk9_set(clk, 0);
}

static inline int clk9_max(struct clk9 *clk)
{
	return clk9_set(clk, ~0ULL);
}
