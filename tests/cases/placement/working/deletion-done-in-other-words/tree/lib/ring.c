int ring_close(struct ring *ring)
{
	int ret = ring_flush(ring);

	ring_free(
		ring);
	return ret;
}
