// SPDX-License-Identifier: GPL-2.0
#include <linux/sbuf.h>

int of_print_long(struct sbuf *buf, int width)
{
	int ret;

	ret = sbuf_pair(buf,
			"a rather long text that makes the call need three lines",
			width);
	if (ret)
		return ret;

	return sbuf_pair
		(buf, "old style", width);
}
