#include <linux/drain.h>

int arch_drain(unsigned long start, unsigned long size, struct altmap *altmap)
{
	return start + size > 4096;
}
