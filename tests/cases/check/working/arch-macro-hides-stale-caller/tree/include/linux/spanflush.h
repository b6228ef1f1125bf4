/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_SPANFLUSH_H
#define _LINUX_SPANFLUSH_H

#include <asm/spanflush.h>

#endif
