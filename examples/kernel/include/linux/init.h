/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#define __init
#define __meminit
#define __ref
#define __weak		__attribute__((weak))

#define __percpu

#endif /* _LINUX_INIT_H */
