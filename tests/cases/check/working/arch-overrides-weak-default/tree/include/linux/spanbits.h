/* SPDX-License-Identifier: GPL-2.0 */
#include <asm/spanbits.h>

#ifndef arch_span_bits
static inline int arch_span_bits(unsigned long at)
{
	return at ? 12 : 0;
}
#endif
