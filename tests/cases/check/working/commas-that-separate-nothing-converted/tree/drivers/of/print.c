// SPDX-License-Identifier: GPL-2.0
#include <linux/sbuf.h>

static int widest(int one, int other)
{
	return one > other ? one : other;
}

struct span8 {
	int from, to;
};

static int span8_len(const struct span8 *span)
{
	return span->to - span->from;
}

int of_print_span(struct sbuf *buf)
{
	return sbuf_pair(buf, "-", span8_len(&(struct span8){ 2, 5 }));
}

int of_print_pair(struct sbuf *buf, int width)
{
	if (width > 80)
		return sbuf_pair(buf, "a, (b\", c", 3);
	return sbuf_pair(buf, "x", widest(width, 8));
}
