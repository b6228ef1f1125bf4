struct ring;

long ring_size(struct ring *ring);
int ring_resize(int node, struct ring *ring,
			long size);
void ring_free(struct ring *ring);
