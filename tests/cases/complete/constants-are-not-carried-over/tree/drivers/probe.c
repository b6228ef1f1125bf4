#include "chip.h"

int probe(struct chip *chip)
{
	return chip_start(chip);
}

int resume(struct chip *chip)
{
	return chip_start(chip);
}
