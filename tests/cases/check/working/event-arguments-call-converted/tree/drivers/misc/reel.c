#include <linux/reel.h>
#include <trace/events/reel.h>

#ifdef CONFIG_REEL_COUNT
u32 reel_left(struct reel *reel)
{
	return reel->length - reel->turns;
}
#endif

u32 reel_speed(struct reel *reel)
{
	return reel->turns / 3;
}

void reel_turn(struct reel *reel)
{
	reel->turns++;
	trace_reel_turn(reel);
}
