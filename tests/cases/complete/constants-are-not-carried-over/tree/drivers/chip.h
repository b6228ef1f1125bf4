struct chip;

int chip_start(struct chip *chip);
