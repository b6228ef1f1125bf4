#include "event.h"

void sync_done(struct state *state)
{
	event_signal(state, &state->sync);
}

void sync_abort(struct state *state)
{
	event_signal(state, &state->sync);
}
