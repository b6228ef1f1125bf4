// SPDX-License-Identifier: GPL-2.0
struct last_mark {
	long long place;
	int state;
};

static int gauge_step(struct gauge *gauge, long long *last_mark)
{
	if (*last_mark > 0)
		gauge->steps++;
	return gauge->steps;
}

static int gauge_leaf(struct gauge *gauge, long long *last_mark)
{
	int steps;

	steps = gauge->steps;
	if (steps < 0)
		return steps;

	gauge->leaf++;
	gauge->rest = gauge->full - steps;

	return gauge_step(gauge, last_mark);
}

int gauge_run(struct gauge *gauge)
{
	long long last_mark = 0;

	return gauge_leaf(gauge, &last_mark);
}
