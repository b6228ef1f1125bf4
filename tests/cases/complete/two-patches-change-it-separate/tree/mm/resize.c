#include <linux/drain.h>

int resize(int nid, unsigned long start, unsigned long size, struct altmap *altmap)
{
	return arch_drain(start, size, altmap);
}
