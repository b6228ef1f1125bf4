/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/types.h>

u32 hash9(const void *data, size_t len);
