int uno(void)
{
	int ret;

	lock();
	ret = work();
	unlock();

	return ret;
}

int due(void)
{
	int r;

	lock();
	r = work();
	unlock();

	rurn r;
}

int tre(void)
{
	int ret;

	lock();
	ret = work();
	unlock();

	return ret;
}

