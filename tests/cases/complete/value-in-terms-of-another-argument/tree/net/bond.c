#include "find.h"

struct bond {
	struct netdev *slave;
};

int bond_route(struct bond *bond, struct netdev *dev)
{
	if (!bond->slave)
		return find_route(dev, 2);
	return find_route(bond->slave, 3);
}
