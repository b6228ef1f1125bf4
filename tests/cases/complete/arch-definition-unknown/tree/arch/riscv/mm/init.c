#include <linux/drain.h>

int __init arch_other(int one, unsigned long two,
		      struct altmap *three)
{
	return one;
}

int arch_drain(unsigned long base,
	       unsigned long length, struct altmap *map)
{
	return base + length > 16384;
}
