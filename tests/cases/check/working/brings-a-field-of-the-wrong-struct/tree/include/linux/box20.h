/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

#define BIT20(n) (1UL << (n))
#define max20(a, b) ({ typeof(a) __a = (a); typeof(b) __b = (b); __a > __b ? __a : __b; })
#define offsetof20(s, f) __builtin_offsetof(s, f)
#define container20(p, t, m) ((t *)((char *)(p) - offsetof20(t, m)))
#define each20(pos, head, member)						\
	for (pos = container20((head)->next, typeof(*pos), member);		\
	     &pos->member != (head);						\
	     pos = container20(pos->member.next, typeof(*pos), member))
#define scoped20(name, box) for (int name = (box)->state, __once = 1; __once; __once = 0)
#define DEFINE_BOX20(name) struct box20 name = { .state = BOX20_OPEN }
#define guard20(box) struct box20 *__guard __attribute__((unused)) = (box)
#define trace20(fmt, ...) do { if (0) put20(fmt, ##__VA_ARGS__); } while (0)
#define FIELD20(box, what) ((box)->what##_count)

enum box20_state { BOX20_OPEN, BOX20_SHUT = 4, };

struct list20 {
	struct list20 *next, *prev;
};

struct box20 {
	enum box20_state state : 4;
	unsigned int flag:1, other:2;
	struct list20 node;
	union {
		struct {
			int low, high;
		};
		u64 both;
	};
	struct {
		int (*open)(struct box20 *box, int how);
		u32 open_count;
	} inner[2];
	int in_count, out_count;
	const char *names[3];
	int (*make)(int, ...);
	struct box20 *up;
};

typedef struct box20 box20_t;

int put20(const char *fmt, ...);
int box20_weigh(const struct box20 *box, int unit);
void box20_drop(struct box20 *box);
extern struct box20 *boxes20[];
