/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/pin23.h>
