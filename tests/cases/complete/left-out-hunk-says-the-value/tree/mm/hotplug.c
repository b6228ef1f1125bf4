#include <linux/drain.h>

int offline(int nid, unsigned long start, unsigned long size)
{
	if (nid < 0)
		return -1;
	return arch_drain(start, size, 0);
}
