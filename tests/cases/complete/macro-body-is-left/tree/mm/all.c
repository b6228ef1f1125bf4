#include <linux/drain.h>
#include "macros.h"

int all(int nid)
{
	return drain_all(nid);
}
