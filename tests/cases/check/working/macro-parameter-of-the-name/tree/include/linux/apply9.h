/* SPDX-License-Identifier: GPL-2.0 */
#define apply9(charge, x)    charge(x)
