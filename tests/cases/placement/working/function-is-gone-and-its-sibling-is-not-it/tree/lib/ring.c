#include "ring.h"

int more;

void ring_unlock(struct ring *ring)
{
	long flags;

	flags = save_flags();
	ring->holder = current;
	trace(ring, flags);
	restore_flags(flags);
}
