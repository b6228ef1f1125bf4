struct waitq;
struct event {
	int armed;
};
struct state {
	struct waitq *owner;
	struct waitq *sync_wait;
	struct waitq *trigger_wait;
	struct event sync;
	struct event trigger;
};

void event_signal(struct state *state, struct event *event);
