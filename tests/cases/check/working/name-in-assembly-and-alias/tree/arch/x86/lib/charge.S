/* charge(pages) from assembly */
#include <linux/linkage.h>

	.globl charge_entry
charge_entry:
	movl $1, %edi
	call charge
	ret
