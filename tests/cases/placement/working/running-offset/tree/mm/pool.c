int before_0;
int before_1;
int before_2;
int before_3;
int before_4;
int before_5;
int before_6;
int first;
int second;

int walk(void)
{
	begin();
	p1();
	p2();
	p3();
	p4();
	p5();
	p6();
	a();
	b();
	c();
	d();
	e();
	f();

	a();
	b();
	c();
	d();
	e();
	f();

	a();
	b();
	c();
	d();
	e();
	f();

	a();
	b();
	c();
	d();
	e();
	f();

	end();
}
