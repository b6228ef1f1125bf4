static unsigned long first_pfn(struct pagemap *map)
{
	unsigned long pfn;

	pfn = map->start;
	return pfn;
}

void dev_release(void *data)
{
	struct pagemap *map = data;

	put_pages(map);
	unmap(map);
}
