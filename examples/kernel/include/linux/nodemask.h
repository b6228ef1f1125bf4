/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_NODEMASK_H
#define _LINUX_NODEMASK_H

#include <linux/types.h>
#include <linux/numa.h>

typedef struct {
	unsigned long bits;
} nodemask_t;

#define nodes_clear(mask)		((mask).bits = 0)
#define node_isset(nid, mask)		(((mask).bits >> (nid)) & 1UL)
#define node_set_online(nid)		node_set((nid), &node_online_map)
#define node_online(nid)		((int)node_isset((nid), node_online_map))

extern nodemask_t node_online_map;

static inline void node_set(int nid, nodemask_t *mask)
{
	mask->bits |= 1UL << nid;
}

/* Sets the bit of @nid and tells whether it was set before. */
static inline bool node_test_and_set(int nid, nodemask_t *mask)
{
	bool was_set = node_isset(nid, *mask);

	node_set(nid, mask);
	return was_set;
}

#endif /* _LINUX_NODEMASK_H */
