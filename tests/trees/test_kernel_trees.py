"""Real kernels: the search agrees with git grep, the version with Debian's, and memory stays small."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from patchkit.trees import open_tree

pytestmark = pytest.mark.kernel

WORDS = (b"arch_remove_memory", b"__remove_pages", b"memblock_remove", b"hotplug_memory_notifier")
SUFFIXES = (".c", ".h", ".S")


def grep(args: Sequence[str], folder: Path) -> list[str]:
    patterns = [part for word in WORDS for part in ("-e", os.fsdecode(word))]
    command = ["git", "grep", *args, "-l", "-z", "-F", *patterns, "--", *(f"*{end}" for end in SUFFIXES)]
    run = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return sorted(os.fsdecode(name) for name in run.stdout.split(b"\0") if name)


@pytest.mark.parametrize("line", ["6.1", "6.12"])
def test_a_kernel_folder_is_searched_as_git_grep_does(line: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(f"kernel_{line.replace('.', '_')}")
    tree = open_tree(str(folder))
    assert tree.identity.version.startswith(f"{line}.")
    found = [path for path, _ in tree.containing(WORDS, SUFFIXES)]
    assert found == grep(["--no-index"], folder)
    assert found
    assert tree.incidents == ()


def test_a_kernel_tarball_is_read_as_its_folder(kernel_6_1: Path, tmp_path: Path) -> None:
    folders = ("arch/sh/", "include/linux/", "mm/")
    tarball = tmp_path / "part.tar.xz"
    with tarfile.open(tarball, "w:xz", preset=0) as archive:
        for part in ("Makefile", *folders):
            archive.add(kernel_6_1 / part, f"linux-6.1/{part}")
    packed = open_tree(str(tarball))
    unpacked = open_tree(str(kernel_6_1))
    expected = {
        path: content
        for path, content in unpacked.containing(WORDS, SUFFIXES)
        if path.startswith(folders)
    }
    assert dict(packed.containing(WORDS, SUFFIXES)) == expected
    assert expected
    assert packed.identity.version == unpacked.identity.version


def test_a_kernel_is_searched_in_little_memory(kernel_6_1: Path) -> None:
    code = (
        "import re, sys; from patchkit.trees import open_tree;"
        "tree = open_tree(sys.argv[1]);"
        "n = sum(1 for _ in tree.containing([b'arch_remove_memory'], ('.c', '.h', '.S')));"
        "peak = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]);"
        "sys.exit(peak // 1024 > 150 or not n)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(kernel_6_1)], check=False).returncode == 0
