// SPDX-License-Identifier: GPL-2.0
#include <linux/film40.h>

#define field40(x) ((x) & 7)

static int film40_open(struct film40 *film)
{
	return field40(film != 0);
}

static int film40_reset(struct film40 *film)
{
	return 1;
}

static const struct film40_ops film40_ops = {
	.flags = FILM40_FAST,
	.open = film40_open,
};

int film40_get(struct film40 *film)
{
	return film40_ops.open(film) + film40_reset(film);
}
