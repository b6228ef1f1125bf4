#include "find.h"

int bond_route(struct netdev *slave)
{
	return find_route(slave, 2);
}
