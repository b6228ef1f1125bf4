/* SPDX-License-Identifier: GPL-2.0 */
#include <asm/silo.h>

struct silo {
	int number;
	int grain;
};

#define SILO_NUMBER(silo)	((silo)->number)

int silo_fill(struct silo *silo, int grain);
