/* SPDX-License-Identifier: GPL-2.0 */
extern struct silo *silo_data[];

#define SILO(number)	(silo_data[number])
