/* SPDX-License-Identifier: GPL-2.0 */
int median9(int values[], int count);
