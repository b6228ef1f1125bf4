#include "event.h"

void request_poll(struct state *here)
{
	event_signal(here, &here->trigger);
}
