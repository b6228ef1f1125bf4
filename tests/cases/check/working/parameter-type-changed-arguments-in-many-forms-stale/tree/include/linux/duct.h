/* SPDX-License-Identifier: GPL-2.0 */
struct duct {
	int width;
	struct duct *next;
};

struct pipe9 {
	struct duct *ducts[4];
	struct duct first;
	unsigned int flow;
};

struct duct *get_duct(void);
#define the_duct get_duct()
#define FORCED_DUCT ((struct duct *) 1)
#define container(ptr, type, member) ({			\
	void *__p = (void *)(ptr);				\
	((type *)(__p - __builtin_offsetof(type, member))); })
#define pipe_of(duct) container(duct, struct pipe9, first)

int duct_seal(struct duct *duct, unsigned int *flow);
