/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct altmap;

int arch_unmap_range(u64 start, u64 size, struct altmap *altmap);
