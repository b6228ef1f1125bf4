#include "req.h"

int queue(void *req, int more)
{
	int err, flags;

	err = submit(req);
	flags = err | more;
	return flags;
}
