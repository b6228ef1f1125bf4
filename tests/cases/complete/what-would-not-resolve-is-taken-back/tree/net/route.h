#include "find.h"

static inline struct net *near_net(struct netdev *dev)
{
	return dev->net;
}
