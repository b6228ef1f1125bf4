/* SPDX-License-Identifier: GPL-2.0 */
#define bit9_set(word, bit)    ((word) |= 1 << (bit))
