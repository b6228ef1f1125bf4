int region_release(long start, long size)
{
	struct region *res;
	int ret = -1;

	for (res = first_region(); res; res = res->next) {
		if (res->start > start)
			break;

		if (res->end < start + size)
			continue;

		/*
		 * Memory of a device is not ours to
		 * release: leave it alone and say
		 * that all went well.
		 */
		if (!(res->flags & REGION_SYSTEM)) {
			ret = 0;
			break;
		}

		if (!(res->flags & REGION_MEMORY)) {
			ret = -2;
			break;
		}
		ret = region_drop(res, start, size);
	}
	return ret;
}
