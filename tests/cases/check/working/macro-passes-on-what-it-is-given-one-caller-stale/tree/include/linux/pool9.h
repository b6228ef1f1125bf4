/* SPDX-License-Identifier: GPL-2.0 */
struct pool9;

#define count9(call) (pool9_calls++, (call))

extern int pool9_calls;

void *pool9_take_raw(struct pool9 *pool, int gfp);
#define pool9_take(...)		count9(pool9_take_raw(__VA_ARGS__))

int pool9_log(struct pool9 *pool, int level, const char *text);
#define pool9_err(pool, args...)	pool9_log(pool, 3, args)
