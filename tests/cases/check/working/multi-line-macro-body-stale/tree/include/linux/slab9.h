/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct slab9 {
	int used;
};

void slab9_put(struct slab9 *slab, int index);

#define slab9_put_all(slab, count)        \
do {                    \
	int __i;            \
					\
	for (__i = 0; __i < (count); __i++)    \
		slab9_put(slab, __i);    \
} while (0)
