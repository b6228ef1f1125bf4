from __future__ import annotations

import pytest

from patchkit.cfacts import architecture, in_tools


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("arch/arm64/mm/mmu.c", "arm64"),
        ("arch/s390/include/asm/page.h", "s390"),
        ("arch/x86/mm/init_32.c", "x86-32"),
        ("arch/x86/mm/init_64.c", "x86-64"),
        ("arch/x86/mm/init.c", "x86"),
        ("arch/x86/lib/memcpy_32.S", "x86-32"),
        ("arch/x86/kernel/vmlinux_64.lds.S", "x86-64"),
        ("arch/x86/kernel/sys_ia32.c", "x86"),
        ("arch/x86/um/asm/elf.h", "x86"),
        ("arch/x86/entry/syscalls/syscall_64.tbl", "x86-64"),
        ("arch/Kconfig", ""),
        ("mm/memory_hotplug.c", ""),
        ("drivers/net/arch/x.c", ""),
        ("tools/arch/x86/lib/insn.c", "x86"),
        ("tools/testing/selftests/x.c", ""),
    ],
)
def test_architecture(path: str, expected: str) -> None:
    assert architecture(path) == expected


def test_in_tools() -> None:
    assert in_tools("tools/lib/list_sort.c")
    assert not in_tools("lib/tools/x.c")
