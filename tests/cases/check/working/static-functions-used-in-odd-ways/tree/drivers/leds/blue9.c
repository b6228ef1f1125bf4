// SPDX-License-Identifier: GPL-2.0
#include <linux/led9.h>

static int blue9_scale(int level)
{
	return level * 8;
}

static int blue9_set(struct led9 *led, int level)
{
	led9_write(led, blue9_scale(level));
	return 0;
}

static int blue9_suspend(struct led9 *led)
{
	return blue9_set(led, 0);
}

static int blue9_resume(struct led9 *led)
{
	return blue9_set(led, led->level);
}

static const struct led9_ops blue9_ops = {
	.set = blue9_set,
	.suspend = blue9_suspend,
	.resume = blue9_resume,
};

int blue9_probe(void)
{
	return led9_register(&blue9_ops);
}
