#include <linux/drain.h>

int arch_drain(unsigned long start, unsigned long size, struct altmap *altmap)
{
	int nid = zone_to_nid(page_zone(start >> 12));

	return nid + size > 4096;
}
