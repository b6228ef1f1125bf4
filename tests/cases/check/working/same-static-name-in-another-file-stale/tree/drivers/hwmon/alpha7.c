// SPDX-License-Identifier: GPL-2.0
struct alpha7 {
	int reg[4];
};

static int read_reg(struct alpha7 *chip, int reg)
{
	return chip->reg[reg & 3];
}

int alpha7_temp(struct alpha7 *chip)
{
	return read_reg(chip, 1) * 10;
}

int alpha7_fan(struct alpha7 *chip)
{
	return read_reg(chip, 2);
}
