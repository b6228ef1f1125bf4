// SPDX-License-Identifier: GPL-2.0
#include <linux/silo.h>

int silo_fill(struct silo *silo, int grain)
{
	silo->grain += grain;
	return silo->grain;
}
