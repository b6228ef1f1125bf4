/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _M68K_SPANFLUSH_H
#define _M68K_SPANFLUSH_H

#define arch_flush_span(start, end)    do { } while (0)

#endif
