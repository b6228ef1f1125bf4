// SPDX-License-Identifier: GPL-2.0
#include <linux/emit.h>

void report_start(int id)
{
	emit_info("start\n");
	emit_info("id %d\n", id);
}
