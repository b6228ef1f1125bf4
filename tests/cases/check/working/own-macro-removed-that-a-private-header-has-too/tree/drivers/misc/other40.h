/* SPDX-License-Identifier: GPL-2.0 */
#define field40(x) ((x) & 3)

int other40(int x)
{
	return field40(x);
}
