#include "event.h"

void event_signal(struct state *state, struct event *event)
{
	event->armed = 0;
}
