// SPDX-License-Identifier: GPL-2.0
#include <linux/coil.h>

int coil_turns(int id)
{
	struct coil *coil = coil_find(id);

	return coil->turns;
}

int coil_known(int id)
{
	return coil_find(id) != 0;
}
