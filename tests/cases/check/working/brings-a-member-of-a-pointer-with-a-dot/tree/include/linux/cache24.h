/* SPDX-License-Identifier: GPL-2.0 */
struct shrink24 {
	int seeks;
	struct shrink24 *next;
};

struct cache24 {
	struct shrink24 *shrink;
	struct shrink24 own;
	struct shrink24 more[2];
};
