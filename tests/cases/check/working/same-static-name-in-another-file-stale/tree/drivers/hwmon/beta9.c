// SPDX-License-Identifier: GPL-2.0
struct beta9 {
	int word;
};

static int read_reg(struct beta9 *chip, int reg)
{
	return chip->word >> reg;
}

int beta9_temp(struct beta9 *chip)
{
	return read_reg(chip, 4);
}
