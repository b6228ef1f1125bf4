#include "route.h"

int route_of(struct netdev *dev)
{
	return find_route(dev, 1);
}
