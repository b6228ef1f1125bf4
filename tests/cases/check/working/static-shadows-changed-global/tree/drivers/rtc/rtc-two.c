// SPDX-License-Identifier: GPL-2.0
static unsigned char reverse8(unsigned char byte)
{
	return ~byte;
}

int rtc_two_read(int raw)
{
	return reverse8(raw);
}
