#define drain_all(nid)	arch_drain(0, ~0UL, 0)
