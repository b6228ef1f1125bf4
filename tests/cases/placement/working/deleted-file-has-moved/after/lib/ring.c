#include "ring.h"

int ring_put(struct ring *ring, long value)
{
	long slot;

	ring_lock(ring);
	slot = ring_next(ring);
	ring->slots[slot] = value;
	ring_unlock(ring);
	return 0;
}
