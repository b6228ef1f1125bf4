/* SPDX-License-Identifier: GPL-2.0 */
#define SPAN_CODE(major, minor)    ((major) << 8 | (minor))

struct span_id {
	unsigned int code;
	const char *name;
};
