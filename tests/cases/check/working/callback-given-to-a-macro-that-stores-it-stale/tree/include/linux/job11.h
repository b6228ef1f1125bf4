/* SPDX-License-Identifier: GPL-2.0 */
struct job11;

typedef void (*job11_fn)(struct job11 *job);

struct job11 {
	job11_fn fn;
};

#define JOB11_INIT(f) { .fn = (f), }
#define DEFINE_JOB11(n, f) struct job11 n = JOB11_INIT(f)
#define INIT_JOB11(_job, _fn) do { (_job)->fn = (_fn); } while (0)
