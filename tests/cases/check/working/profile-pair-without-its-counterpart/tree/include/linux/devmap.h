/* SPDX-License-Identifier: GPL-2.0 */
int raw_map(int nid, unsigned long pfn);
int raw_unmap(int nid, unsigned long pfn);
