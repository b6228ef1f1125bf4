// SPDX-License-Identifier: GPL-2.0
#define pre9(x)    x##charge(1)
#define post9(x)    charge##x(1)
#define text9(charge)    #charge

static int uncharge(int pages)
{
	return -pages;
}

int charge_all(int pages);

int paste9(void)
{
	return pre9(un) + post9(_all) + text9(x)[0];
}
