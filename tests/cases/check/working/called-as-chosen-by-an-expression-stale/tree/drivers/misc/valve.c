#include <linux/valve.h>

int valve_open(struct valve *valve, int how)
{
	valve->state = how;
	return 0;
}

int valve_shut(struct valve *valve, int how)
{
	valve->state = -how;
	return 0;
}

int valve_peek(const struct valve *valve, int how)
{
	return valve->state == how;
}
