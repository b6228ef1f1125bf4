/* SPDX-License-Identifier: GPL-2.0 */
struct page9 {
	unsigned long flags;
	union {
		int count;
		void *private;
	};
};

enum page9_state {
	PAGE9_FREE,
	PAGE9_BUSY,
};

#define PAGE9_MASK    0xff

int page9_put(struct page9 *page);
