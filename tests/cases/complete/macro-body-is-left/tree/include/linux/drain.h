#ifndef _LINUX_DRAIN_H
#define _LINUX_DRAIN_H

struct zone;
struct device;
struct altmap;

struct zone *page_zone(unsigned long pfn);
int zone_to_nid(struct zone *zone);

int arch_drain(unsigned long start, unsigned long size, struct altmap *altmap);

#endif
