/* SPDX-License-Identifier: GPL-2.0 */
typedef unsigned int __u32;
typedef __u32 u32;
typedef u32 uint32_t;
typedef unsigned long size_t;
