// SPDX-License-Identifier: GPL-2.0
#include <linux/meter9.h>

int meter9_read(struct meter9 *meter)
{
	return meter->value;
}

int meter9_peek(struct meter9 *meter)
{
	return meter->value - 1;
}

static int (*const readers[])(struct meter9 *meter) = {
	meter9_peek,
	[2] = meter9_read,
};

int meter9_any(struct meter9 *meter, int fast)
{
	int (*how)(struct meter9 *meter) = fast ? meter9_peek : meter9_read;

	if (fast > 2)
		how = &meter9_read;
	return how(meter) + readers[fast & 1](meter);
}
