/* SPDX-License-Identifier: GPL-2.0 */
struct dev9;

#define emit_info(fmt, ...) emit(1, fmt, ##__VA_ARGS__)

void emit(int level, const char *fmt, ...);
