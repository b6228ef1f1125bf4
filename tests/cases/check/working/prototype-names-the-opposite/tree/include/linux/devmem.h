/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct devmem {
	unsigned long first;
	unsigned long end;
	int nid;
};

