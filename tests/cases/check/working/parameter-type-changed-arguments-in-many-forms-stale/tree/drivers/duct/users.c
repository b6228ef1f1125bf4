// SPDX-License-Identifier: GPL-2.0
#include <linux/duct.h>

int users_element(struct pipe9 *pipe, int i)
{
	return duct_seal(pipe->ducts[i], &pipe->flow);
}

int users_cast(unsigned long address, unsigned int *flow)
{
	return duct_seal((struct duct *)address, flow);
}

int users_macro(unsigned int *flow)
{
	return duct_seal(the_duct, flow) + duct_seal(FORCED_DUCT, flow);
}

int users_sum(struct duct *duct, unsigned int *flow, int n)
{
	return duct_seal(duct + n, flow);
}

int users_choice(struct duct *duct, unsigned int *flow)
{
	return duct_seal(duct->next ? duct->next : duct, flow);
}

int users_member(struct duct *duct)
{
	return duct_seal(&pipe_of(duct)->first, &pipe_of(duct)->flow);
}

int users_null(unsigned int *flow)
{
	return duct_seal((void *)0, flow);
}
