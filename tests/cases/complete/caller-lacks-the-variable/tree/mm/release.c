#include <linux/drain.h>

void release(struct device *dev, unsigned long pfn)
{
	struct zone *zone = page_zone(pfn);

	if (zone)
		arch_drain(pfn << 12, 4096, 0);
}
