// SPDX-License-Identifier: GPL-2.0
#include <linux/bitrev8.h>

int rtc_one_read(int raw)
{
	return reverse8(raw);
}
