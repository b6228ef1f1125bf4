// SPDX-License-Identifier: GPL-2.0
#include "tty9.c"
