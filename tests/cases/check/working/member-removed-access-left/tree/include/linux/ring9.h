/* SPDX-License-Identifier: GPL-2.0 */
struct ring9 {
	unsigned int head;
	unsigned int tail;
	unsigned int size;
};

struct ring9_user {
	struct ring9 *ring;
};

#define ring9_room(ring) ((ring)->size)
