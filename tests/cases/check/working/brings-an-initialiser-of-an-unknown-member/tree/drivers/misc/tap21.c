// SPDX-License-Identifier: GPL-2.0
#include <linux/tap21.h>

static int tap21_open(struct tap21 *tap)
{
	return tap->state;
}

static const struct tap21_ops tap21_ops = {
	.open = tap21_open,
};

static struct tap21 taps[2] = {
	[1] = { .state = 3 },
};

const struct tap21_ops *tap21_get(void)
{
	return taps[1].state ? &tap21_ops : 0;
}
