// SPDX-License-Identifier: GPL-2.0
#include <linux/unlink9.h>

int unlink_block9(unsigned long block)
{
	return block == 0;
}

int block_is_empty9(struct block9 *block)
{
	return block->start == block->end;
}

int drop_section9(unsigned long block, unsigned long pfn)
{
	int ret;

	if (!pfn)
		return -22;

	ret = unlink_block9(block);
	return ret;
}
