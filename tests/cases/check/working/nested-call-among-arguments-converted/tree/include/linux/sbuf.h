/* SPDX-License-Identifier: GPL-2.0 */
struct sbuf {
	char *at;
	int left;
};

int sbuf_sep(struct sbuf *buf, char sep);
int sbuf_pair(struct sbuf *buf, const char *text, int width);
