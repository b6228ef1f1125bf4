// SPDX-License-Identifier: GPL-2.0
#include <linux/quota9.h>

struct gauge {
	int level;
	struct list9 {
		struct list9 *next;
	} list;
};

int gauge_all(struct list9 *entry)
{
	return charge(container_of(entry, struct gauge, list)->level);
}
