	.globl copyfast9
copyfast9:
	mov    x0, #0
	ret
