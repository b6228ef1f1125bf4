/* SPDX-License-Identifier: GPL-2.0 */
typedef unsigned char u_char;
typedef unsigned char uint8_t;

struct dial;
struct knob;

struct dial_ops {
	void (*turn)(struct dial *dial, const uint8_t *steps, int count);
};

struct knob_ops {
	void (*turn)(struct knob *knob, const uint8_t *steps, int count);
};

struct dial {
	struct dial_ops ops;
	const struct dial_ops *table;
};
