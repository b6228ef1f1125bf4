/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written for patchkit: a sample, not kernel code. */
#ifndef _LINUX_HMM_H
#define _LINUX_HMM_H

#include <linux/types.h>
#include <linux/memremap.h>

struct hmm_devmem;
struct page;

struct hmm_devmem_ops {
	void (*free)(struct hmm_devmem *devmem, struct page *page);
};

/* Device memory that has struct pages and that the CPU cannot reach. */
struct hmm_devmem {
	unsigned long pfn_first;
	unsigned long pfn_last;
	struct resource *resource;
	struct device *device;
	struct dev_pagemap pagemap;
	const struct hmm_devmem_ops *ops;
	struct percpu_ref ref;
};

extern struct hmm_devmem *hmm_devmem_add(const struct hmm_devmem_ops *ops,
					 struct device *device, unsigned long size);

#endif /* _LINUX_HMM_H */
