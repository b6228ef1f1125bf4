/* SPDX-License-Identifier: GPL-2.0 */
#define SYSCALL_DEFINE0(name)	long sys_##name(void); long sys_##name(void)
#define SYSCALL_DEFINE1(name, t1, a1)	long sys_##name(t1 a1); long sys_##name(t1 a1)
