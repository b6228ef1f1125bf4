/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

#define MILL30_PAIR 1, 2
#define MILL30_NONE
#define MILL30_ID(x) (x)

int mill30_grind(int wheel, int speed);
