#ifndef _LINUX_DIAL_H
#define _LINUX_DIAL_H

struct dial {
	int at;
};

typedef int (*dial_fn)(struct dial *dial);

int dial_left(struct dial *dial);
int dial_right(struct dial *dial);

#endif
