int ring_close(struct ring *ring)
{
	int ret = ring_flush(ring);

	ring_free(
		ring);
	return ret;
}

void ring_other(struct ring *ring, int ret)
{
	ring_warn(ring,
		  "closing with %d\n", ret);
}
