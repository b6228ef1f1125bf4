// SPDX-License-Identifier: GPL-2.0
#include <linux/gauge9.h>

int dial9_now(int line, unsigned long base)
{
	return gauge9_read(line,
#ifdef CONFIG_DIAL9_LOW
			   base
#else
			   base + 8
#endif
			   );
}

int dial9_then(int line)
{
	return gauge9_read(line, 4);
}
