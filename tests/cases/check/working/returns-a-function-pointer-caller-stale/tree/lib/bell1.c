// SPDX-License-Identifier: GPL-2.0
#include <linux/bell1.h>

static void bell1_ring(int line)
{
}

void (*bell1_handler(int line))(int line)
{
	return line ? bell1_ring : bell1_other(line);
}

bell1_fn bell1_other(int line)
{
	return bell1_ring;
}
