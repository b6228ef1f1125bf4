/* SPDX-License-Identifier: GPL-2.0 */
#define SILO(number)	(local_silos->of[number])
