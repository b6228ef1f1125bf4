/* SPDX-License-Identifier: GPL-2.0 */
int pump9_start();
int pump9_stop(int line);
