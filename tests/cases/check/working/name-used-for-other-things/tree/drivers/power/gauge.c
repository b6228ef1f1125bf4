// SPDX-License-Identifier: GPL-2.0
struct charge {
	int charge;
};

static const char * const gauge_names[] = { "charge(pages)", "charge" };

/* The old driver used charge(pages) here. */
int gauge_level(struct charge *gauge, int charge)
{
	int sum = charge;

	if (gauge_names[0][0] == 'x')
		goto charge;
	sum += gauge->charge;
charge:
	return sum;
}

int gauge_local(void)
{
	int charge = 5;

	return (charge) + charge;
}
