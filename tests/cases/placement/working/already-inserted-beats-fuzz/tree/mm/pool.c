static const int table[] = {
	1,
	2,

	22,

	3,
	4,
	5,
};
