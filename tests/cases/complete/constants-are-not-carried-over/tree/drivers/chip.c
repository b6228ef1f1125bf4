#include "chip.h"

int chip_start(struct chip *chip)
{
	return chip != 0;
}
