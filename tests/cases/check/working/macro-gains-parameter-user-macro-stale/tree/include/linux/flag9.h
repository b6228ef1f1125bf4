/* SPDX-License-Identifier: GPL-2.0 */
#define flag9_on(word)    bit9_set(word, 0)
