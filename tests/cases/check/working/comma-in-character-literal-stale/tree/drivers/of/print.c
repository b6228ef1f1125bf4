// SPDX-License-Identifier: GPL-2.0
#include <linux/sbuf.h>

int of_print_list(struct sbuf *buf)
{
	sbuf_sep(buf, ';');
	return sbuf_sep(buf, ',');
}
