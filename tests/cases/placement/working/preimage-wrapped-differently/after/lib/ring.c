#include "ring.h"

#ifdef CONFIG_RING
int ring_resize(struct ring *ring,
		long size)
{
	long old = ring->size;

	ring->size = size;
	return old != size;
}
#endif
