/* SPDX-License-Identifier: GPL-2.0 */
struct limits14 {
	unsigned int sectors;
	unsigned int segments;
};

struct disk14 {
	unsigned int sectors;
	struct limits14 limits;
	struct limits14 zones[2];
};
