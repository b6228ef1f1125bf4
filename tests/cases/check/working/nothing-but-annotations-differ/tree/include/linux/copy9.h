/* SPDX-License-Identifier: GPL-2.0 */
int __must_check copy9(char __user *to, const char *from, int count __maybe_unused) __attribute__((nonnull));
