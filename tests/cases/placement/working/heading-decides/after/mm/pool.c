int more_0;
int more_1;
int more_2;
int more_3;
int more_4;
int more_5;
int more_6;
int more_7;
int more_8;
int more_9;
int more_10;
int one(void)
{
	int ret;

	lock();
	ret = work();
	unlock();

	return ret;
}

int two(void)
{
	int ret;

	lock();
	ret = work(1);
	unlock();

	return ret;
}

int three(void)
{
	int ret;

	lock();
	ret = work();
	unlock();

	return ret;
}

