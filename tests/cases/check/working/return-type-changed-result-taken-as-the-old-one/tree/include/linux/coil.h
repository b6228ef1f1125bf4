/* SPDX-License-Identifier: GPL-2.0 */
struct coil {
	int turns;
};

struct core9 {
	struct coil coil;
};

struct coil *coil_find(int id);
