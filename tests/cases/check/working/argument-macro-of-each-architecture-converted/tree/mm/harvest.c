// SPDX-License-Identifier: GPL-2.0
#include <linux/silo.h>

int harvest(int number, int grain)
{
	return silo_fill(SILO(number), grain);
}

int harvest_again(struct silo *silo)
{
	return silo_fill(silo, 1);
}
