#include "req.h"

void lock_save(unsigned long *flags);
void unlock_restore(unsigned long flags);

int queue(void *req)
{
	unsigned long flags = 0;
	int err;

	lock_save(&flags);
	err = submit(req);
	unlock_restore(flags);
	return err;
}
