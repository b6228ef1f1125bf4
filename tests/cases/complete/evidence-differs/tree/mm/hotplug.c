#include <linux/drain.h>

int offline(struct zone *zone, unsigned long start, unsigned long size)
{
	return arch_drain(start, size, 0);
}
