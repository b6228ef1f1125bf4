// SPDX-License-Identifier: GPL-2.0
static int clk9_tick(int *count)
{
	return ++*count;
}

int gpu_tick(int *count)
{
	return clk9_tick(count);
}
