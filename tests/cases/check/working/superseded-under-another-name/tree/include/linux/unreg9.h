/* SPDX-License-Identifier: GPL-2.0 */
void unregister_block9(int *block);
