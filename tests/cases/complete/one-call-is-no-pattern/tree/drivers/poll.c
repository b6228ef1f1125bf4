#include "event.h"

void request_poll(struct state *state)
{
	event_signal(state, &state->trigger);
}
