/* SPDX-License-Identifier: GPL-2.0 */
#ifdef CONFIG_CFG9
int cfg9_set(int a, int b);
#else
int cfg9_set(int a);
#endif
