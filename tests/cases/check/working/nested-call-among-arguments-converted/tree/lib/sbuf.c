// SPDX-License-Identifier: GPL-2.0
#include <linux/sbuf.h>

int sbuf_sep(struct sbuf *buf, char sep)
{
	*buf->at++ = sep;
	return --buf->left;
}

int sbuf_pair(struct sbuf *buf, const char *text, int width)
{
	while (*text && width--)
		*buf->at++ = *text++;
	return 0;
}
