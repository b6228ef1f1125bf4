/* SPDX-License-Identifier: GPL-2.0 */
struct job16;

typedef void (*job16_fn)(struct job16 *job);

struct job16 {
	int state;
	job16_fn fn;
};

struct timer16 {
	void (*fn)(struct timer16 *timer, int late);
};

struct name16 {
	const char *fn;
};

void job16_key(struct job16 *job, const char *name);
void timer16_arm(struct timer16 *timer, void (*fn)(struct timer16 *timer, int late));

#define __INIT_JOB16(_job, _fn, _late)			\
	do {						\
		job16_key((_job), "job " #_job);	\
		(_job)->state = (_late);		\
		(_job)->fn = (_fn);			\
	} while (0)
#define INIT_JOB16(_job, _fn) __INIT_JOB16((_job), (_fn), 0)
#define ARM16(_timer, _fn, args...) timer16_arm((_timer), (_fn))
#define CAST16(_job, _fn) ((_job)->fn = (job16_fn)(_fn))
