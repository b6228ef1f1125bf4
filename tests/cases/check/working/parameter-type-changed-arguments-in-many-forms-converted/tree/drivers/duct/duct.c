// SPDX-License-Identifier: GPL-2.0
#include <linux/duct.h>

int duct_seal(struct duct *duct, unsigned int *flow)
{
	if (duct->width)
		return 0;
	*flow = 0;
	return duct_seal(duct, flow);
}
