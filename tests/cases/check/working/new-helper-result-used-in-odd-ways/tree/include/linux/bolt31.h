/* SPDX-License-Identifier: GPL-2.0 */
#define WARN31(x) ({ int __w = (x); __w; })

int bolt31_log(int what);
