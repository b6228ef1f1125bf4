// SPDX-License-Identifier: GPL-2.0
static int lk9_wait(int a, int b, int c)
{
	return a + b + c;
}

int old9(void)
{
	return lk9_wait(1, 2, 3);
}
