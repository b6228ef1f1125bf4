/* SPDX-License-Identifier: GPL-2.0 */
void *alloc_span(unsigned long len);
