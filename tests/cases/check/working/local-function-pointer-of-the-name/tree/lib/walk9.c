// SPDX-License-Identifier: GPL-2.0
struct walk9 {
	int (*charge)(int pages);
};

int walk9_start(struct walk9 *walk)
{
	int (*charge)(int pages) = walk->charge;

	return charge(8);
}
