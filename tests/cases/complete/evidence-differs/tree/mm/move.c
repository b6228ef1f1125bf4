#include <linux/drain.h>

int move(struct zone *zone, int nid, unsigned long start, unsigned long size)
{
	return arch_drain(start, size, 0);
}
