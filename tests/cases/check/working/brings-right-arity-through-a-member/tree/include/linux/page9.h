/* SPDX-License-Identifier: GPL-2.0 */
struct page9 {
	unsigned long flags;
	union {
		int count;
		void *private;
	};
};

struct page9_ops {
	int (*lock)(struct page9 *page, int state);
	int (*unlock)(struct page9 *page);
};

struct page9_dev {
	const struct page9_ops *ops;
};

enum page9_state {
	PAGE9_FREE,
	PAGE9_BUSY,
};

#define PAGE9_MASK    0xff

int page9_put(struct page9 *page);
