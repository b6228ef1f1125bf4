/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#define EINVAL 22
#define NUMA_NO_NODE (-1)

#endif
