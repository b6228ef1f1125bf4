#include "event.h"

void sync_done(struct state *state)
{
	event_signal(state, &state->sync);
}
