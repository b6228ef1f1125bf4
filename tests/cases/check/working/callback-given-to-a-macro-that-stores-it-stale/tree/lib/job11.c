// SPDX-License-Identifier: GPL-2.0
#include <linux/job11.h>

static void job11_first(struct job11 *job)
{
}

static void job11_second(struct job11 *job)
{
}

static DEFINE_JOB11(first, job11_first);

void job11_setup(struct job11 *job)
{
	INIT_JOB11(job, job11_second);
	first.fn(job);
}
