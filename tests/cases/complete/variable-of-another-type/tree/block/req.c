#include "req.h"

int submit(void *req)
{
	return req != 0;
}
