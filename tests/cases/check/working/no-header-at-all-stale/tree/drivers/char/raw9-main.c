// SPDX-License-Identifier: GPL-2.0
extern int raw9_open(int minor);

int raw9_start(void)
{
	return raw9_open(0);
}
