#ifndef _TRACE_REEL_H
#define _TRACE_REEL_H

#include <linux/reel.h>
#include <linux/tracepoint.h>

TRACE_EVENT(reel_turn,

	TP_PROTO(struct reel *reel),

	TP_ARGS(reel),

	TP_STRUCT__entry(
		__field(	u32,	left	)
		__field(	u32,	speed	)
	),

	TP_fast_assign(
		__entry->left = reel_left(reel);
		__entry->speed = reel->turns ? reel_speed(reel) : 0;
	),

	TP_printk("left=%u of %u speed=%u", __entry->left, reel_left(reel), __entry->speed)
);

#endif
