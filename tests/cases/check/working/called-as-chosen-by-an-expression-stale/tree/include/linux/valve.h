#ifndef _LINUX_VALVE_H
#define _LINUX_VALVE_H

struct valve {
	int state;
};

int valve_open(struct valve *valve, int how);
int valve_shut(struct valve *valve, int how);
int valve_peek(const struct valve *valve, int how);

#define valve_turn(valve, how)				\
	_Generic((valve),				\
		 struct valve *: valve_open,		\
		 const struct valve *: valve_peek)(valve, how)

#endif
