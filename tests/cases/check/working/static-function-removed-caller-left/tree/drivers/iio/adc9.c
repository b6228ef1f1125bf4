// SPDX-License-Identifier: GPL-2.0
struct adc9 {
	int raw;
};

static int adc9_read(struct adc9 *adc);

int adc9_twice(struct adc9 *adc)
{
	return 2 * adc9_read(adc);
}

static int adc9_read(struct adc9 *adc)
{
	return adc->raw;
}
