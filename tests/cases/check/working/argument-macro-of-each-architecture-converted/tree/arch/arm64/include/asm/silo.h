/* SPDX-License-Identifier: GPL-2.0 */
extern struct silo silo_map[];

#define SILO(number)	(&silo_map[(number)])
