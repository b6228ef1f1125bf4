#include <linux/dial.h>

int dial_left(struct dial *dial)
{
	return --dial->at;
}

int dial_right(struct dial *dial)
{
	return ++dial->at;
}

static int (*const dial_turns[])(struct dial *dial) = {
	dial_left,
	dial_right,
};

static const dial_fn dial_clicks[2][2] = {
	{ dial_left, dial_right },
	{ dial_right, dial_left },
};

int dial_turn(struct dial *dial, int right)
{
	return dial_turns[right](dial);
}

int dial_turn_back(struct dial *dial, int right)
{
	return (*dial_turns[!right])(dial);
}

int dial_click(struct dial *dial, int right)
{
	return dial_clicks[0][right](dial);
}

int dial_click_local(struct dial *dial, int right)
{
	dial_fn fns[2] = { dial_left, dial_right };

	return fns[right](dial);
}
