int ring_sync(struct ring *ring)
{
	start(ring);
	wait_for(ring, ring->head);
	publish(ring, ring->head,
		now());
	wake(ring, ring->tail);
	stop(ring);

	start(ring);
	wait_for(ring, ring->head);
	publish(ring,
		ring->head);
	wake(ring, ring->tail);
	stop(ring);
	return 0;
}
