#ifndef _LINUX_REEL_H
#define _LINUX_REEL_H

#include <linux/types.h>

struct reel {
	u32 turns;
	u32 length;
};

#ifdef CONFIG_REEL_COUNT
u32 reel_left(struct reel *reel);
#else
static inline u32 reel_left(struct reel *reel)
{
	return 0;
}
#endif

u32 reel_speed(struct reel *reel);

#endif
