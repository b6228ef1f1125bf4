#ifndef _NET_FIND_H
#define _NET_FIND_H

struct net;
struct netdev {
	struct net *net;
	int index;
};

struct net *dev_net(struct netdev *dev);
int find_route(struct netdev *dev, int table);

#endif
