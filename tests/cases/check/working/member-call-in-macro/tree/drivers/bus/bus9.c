// SPDX-License-Identifier: GPL-2.0
#include <linux/bus9.h>

int bus9_restart(struct bus9 *bus)
{
	struct bus9_ops local = *bus->ops;

	if (bus->ops->reset(bus))
		return local.reset(bus);
	return bus9_reset(bus) + reset(bus->state);
}
