/* SPDX-License-Identifier: GPL-2.0 */
unsigned char reverse8(unsigned char byte);
