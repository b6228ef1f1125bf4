/* SPDX-License-Identifier: GPL-2.0 */
struct devmem {
	unsigned long first;
	unsigned long end;
	int nid;
};

