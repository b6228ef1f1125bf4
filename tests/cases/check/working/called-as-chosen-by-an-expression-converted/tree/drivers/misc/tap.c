#include <linux/valve.h>

int tap_turn(struct valve *valve, int on)
{
	return (on ? valve_open : valve_shut)(valve, 1);
}

int tap_turn_back(struct valve *valve, int on)
{
	int ret;

	ret = (on == 1 ? &valve_shut : &valve_open)(valve, 1);
	return ret;
}

int tap_drip(struct valve *valve)
{
	return _Generic(valve, struct valve *: valve_open, default: valve_peek)(valve, 1);
}

int tap_run(struct valve *valve)
{
	return valve_turn(valve, 1);
}

typedef int (*tap_fn)(struct valve *valve, int how);

int tap_half(struct valve *valve, int on, tap_fn turn)
{
	turn = on ? turn : 0;
	return (on ? turn : (tap_fn)0)(valve, 1) + (on ? valve->state : 0);
}
