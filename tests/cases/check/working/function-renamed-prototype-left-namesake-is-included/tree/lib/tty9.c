// SPDX-License-Identifier: GPL-2.0
int tty9_helper(int line)
{
	return line;
}
