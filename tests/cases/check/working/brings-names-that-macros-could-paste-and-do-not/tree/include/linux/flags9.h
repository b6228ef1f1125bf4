/* SPDX-License-Identifier: GPL-2.0 */
struct page9 {
	unsigned long flags;
};

enum page9_flag {
	PF9_dirty,
	PF9_busy,
};

#define TESTFLAG9(uname, lname)						\
static inline int Page9##uname(const struct page9 *page)		\
{									\
	return page->flags >> PF9_##lname & 1;				\
}

#define SETFLAG9(uname, lname)						\
static inline void SetPage9##uname(struct page9 *page)			\
{									\
	page->flags |= 1UL << PF9_##lname;				\
}

#define FLAG9(uname, lname) TESTFLAG9(uname, lname) SETFLAG9(uname, lname)

FLAG9(Dirty, dirty)
TESTFLAG9(Busy, busy)
