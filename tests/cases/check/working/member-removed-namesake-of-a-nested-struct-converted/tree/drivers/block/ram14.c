// SPDX-License-Identifier: GPL-2.0
#include <linux/disk14.h>

static struct disk14 ram14 = {
	.sectors = 8,
	.limits.sectors = 8,
	.limits = { .segments = 1 },
	.zones = { [0] = { .sectors = 1 }, [1].sectors = 2 },
};

unsigned int ram14_size(struct disk14 *disk)
{
	struct limits14 *zone = &disk->zones[1];

	*disk = (struct disk14){ .limits = { .sectors = 3 }, };
	return disk->sectors + ram14.limits.sectors + zone->sectors + disk->zones[0].sectors;
}
