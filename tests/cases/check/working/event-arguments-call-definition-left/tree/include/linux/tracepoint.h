#ifndef _LINUX_TRACEPOINT_H
#define _LINUX_TRACEPOINT_H

#include <linux/types.h>

#define TP_PROTO(args...) args
#define TP_ARGS(args...) args
#define TP_STRUCT__entry(args...) args
#define TP_fast_assign(args...) args
#define TP_printk(fmt, args...) args
#define __field(type, item) type item;

int reel_trace(const char *event, u32 value);

#define TRACE_EVENT(name, proto, args, fields, assign, print)		\
	static inline void trace_##name(proto)				\
	{								\
		struct { fields } entry, *__entry = &entry;		\
		assign							\
		reel_trace(#name, (print, 0));				\
	}

#endif
