// SPDX-License-Identifier: GPL-2.0
#include <linux/job16.h>

struct dev16 {
	struct job16 jobs[2];
	struct timer16 timer;
	int loose;
};

static void dev16_job(struct job16 *job)
{
}

static void dev16_cast(struct job16 *job)
{
}

static void dev16_late(struct timer16 *timer, int late)
{
}

void dev16_init(struct dev16 *dev)
{
	INIT_JOB16(&dev->jobs[1], dev16_job);
	CAST16(dev->jobs, dev16_cast);
	ARM16(&dev->timer, dev16_late, 5);
}
