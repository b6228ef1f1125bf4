#include <linux/drain.h>

struct dev_map {
	struct device *dev;
	unsigned long first;
	unsigned long last;
	unsigned long flags;
};

int dev_to_node(struct device *dev);
int map_kill(struct dev_map *map);

void map_release(void *data)
{
	struct dev_map *map = data;
	struct device *dev = map->dev;
	unsigned long from, to;

	if (map_kill(map))
		return;
	from = map->first;
	to = map->last;
	if (map->flags & 1)
		arch_drain(from, to - from + 1, map->flags & 2 ?
			   (struct altmap *)map : 0);
}
