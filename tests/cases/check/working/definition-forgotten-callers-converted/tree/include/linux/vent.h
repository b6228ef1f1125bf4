/* SPDX-License-Identifier: GPL-2.0 */
struct vent {
	int level;
};

int vent_open(struct vent *vent, int level);
