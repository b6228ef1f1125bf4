/* SPDX-License-Identifier: GPL-2.0 */
struct gauge {
	int level;
};

static inline int charge(struct gauge *gauge)
{
	return gauge->level;
}
