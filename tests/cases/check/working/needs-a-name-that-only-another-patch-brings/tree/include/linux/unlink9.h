/* SPDX-License-Identifier: GPL-2.0 */
int unlink_block9(unsigned long block);

struct block9 {
	unsigned long start;
	unsigned long end;
};

int drop_section9(unsigned long block, unsigned long pfn);
