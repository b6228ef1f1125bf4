// SPDX-License-Identifier: GPL-2.0
int walk9(int from, int (*charge)(int pages))
{
	while (from--)
		if (charge(from))
			return from;
	return charge(0);
}
