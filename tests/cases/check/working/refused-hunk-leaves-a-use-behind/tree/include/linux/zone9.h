/* SPDX-License-Identifier: GPL-2.0 */
struct zone9 {
	int node;
	unsigned long spanned;
};

int remove_pages9(struct zone9 *zone, unsigned long pfn, unsigned long count);
