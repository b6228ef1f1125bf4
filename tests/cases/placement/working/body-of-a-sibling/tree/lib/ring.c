#include "ring.h"

int more;

int ring_fill_receive(struct ring *ring, long value)
{
	long slot = ring_next(ring, ring->head, RING_STEP);
	long stamp = ring_clock(ring, ring->tail, value);

	ring_account(ring, slot, stamp, value & RING_MASK);
	ring->slots[slot].value = value;
	ring->slots[slot].stamp = stamp;
	ring_wake(ring, slot, stamp);
	return ring->head - ring->tail;
}
