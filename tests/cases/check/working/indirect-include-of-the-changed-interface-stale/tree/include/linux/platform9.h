/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/pm9.h>

struct platform9;
