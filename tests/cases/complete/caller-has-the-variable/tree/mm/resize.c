#include <linux/drain.h>

int resize(int nid, unsigned long start, unsigned long size, unsigned long wanted,
	   struct altmap *altmap)
{
	int err = 0;

	if (wanted < size) {
		err = arch_drain(start + wanted, size - wanted, altmap) + arch_drain(0, 0, 0);
		if (err)
			return arch_drain(start,
					  size, altmap);
	}
	return err;
}
