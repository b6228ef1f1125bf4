// SPDX-License-Identifier: GPL-2.0
#include <linux/sbuf.h>

int of_print_a(struct sbuf *buf)
{
	return sbuf_sep(buf, /* not a tab, a blank */ ' ');
}

int of_print_b(struct sbuf *buf)
{
	return sbuf_sep(buf, /* a, b, c */ '-');
}
