/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

int arch_crash_prepare(unsigned long size);
