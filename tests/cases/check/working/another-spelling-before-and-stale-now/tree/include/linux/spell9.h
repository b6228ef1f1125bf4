/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

int spell9(u32 one, unsigned long two);
