/* SPDX-License-Identifier: GPL-2.0 */
#define NOTE9    "note: "

__printf(2, 3)
int note9(int level, const char *fmt, ...) __acquires(lock);
