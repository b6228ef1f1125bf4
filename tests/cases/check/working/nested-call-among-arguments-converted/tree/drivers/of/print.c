// SPDX-License-Identifier: GPL-2.0
#include <linux/sbuf.h>

static int widest(int one, int other)
{
	return one > other ? one : other;
}

int of_print_pair(struct sbuf *buf, int width)
{
	if (width > 80)
		return sbuf_pair(buf, "a, (b\", c", 3);
	return sbuf_pair(buf, "x", widest(width, 8));
}
