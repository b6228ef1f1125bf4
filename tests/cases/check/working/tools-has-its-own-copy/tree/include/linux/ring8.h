/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

struct ring8 {
	int head;
};

int ring8_push(struct ring8 *ring, int value);
