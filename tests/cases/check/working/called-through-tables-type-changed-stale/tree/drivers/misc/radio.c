struct dial;

typedef int (*dial_fn)(struct dial *dial);

static dial_fn radio_dials[4];

int radio_turn(struct dial *dial, int which)
{
	return radio_dials[which](dial);
}
