"""What only a folder on a disk can be: unreadable, full of links, changing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from patchkit.errors import MissingObjectError, TreeError
from patchkit.trees import open_tree
from patchkit.trees.directory import DirectoryTree

WORDS = (b"arch_add_memory",)
SUFFIXES = (".c", ".h", ".S")
HITS = ["arch/sh/entry.S", "arch/sh/mm/init.c", "include/linux/memory.h"]
INIT = "arch/sh/mm/init.c"


def hits(tree: DirectoryTree) -> list[str]:
    return [path for path, _ in tree.containing(WORDS, SUFFIXES)]


@pytest.fixture
def tree(kernel_folder: Path) -> DirectoryTree:
    return DirectoryTree(str(kernel_folder))


Refuse = Callable[[str], None]


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Makes the file system refuse whatever ends so (permissions do not stop root)."""

    def install(end: str) -> None:
        real = os.open

        def call(path: str, *args: Any) -> int:
            if path.rstrip("/").endswith(end):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return real(path, *args)

        monkeypatch.setattr(os, "open", call)

    return install


def test_an_unreadable_file_is_an_incident(tree: DirectoryTree, refuse: Refuse) -> None:
    refuse(INIT)
    assert hits(tree) == [path for path in HITS if path != INIT]
    with pytest.raises(MissingObjectError, match="Permission denied"):
        tree.read(INIT)
    assert [(one.kind, one.where) for one in tree.incidents] == [("unreadable-file", INIT)]


def test_an_unreadable_folder_is_an_incident(tree: DirectoryTree, refuse: Refuse) -> None:
    refuse("arch/sh/mm")
    assert hits(tree) == [path for path in HITS if path != INIT]
    assert [one.where for one in tree.incidents] == ["arch/sh/mm/"]


def test_a_top_folder_that_went_away_is_an_error(tree: DirectoryTree, kernel_folder: Path) -> None:
    kernel_folder.rename(kernel_folder.with_name("moved"))
    with pytest.raises(TreeError, match="cannot be read"):
        hits(tree)


def test_symbolic_links_are_never_followed(tree: DirectoryTree, kernel_folder: Path) -> None:
    outside = kernel_folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.c").write_bytes(b"arch_add_memory\n")
    (kernel_folder / "link").symlink_to(outside)
    (kernel_folder / "file.c").symlink_to(outside / "secret.c")
    (kernel_folder / "gone.c").symlink_to("nowhere")
    (kernel_folder / "arch" / "loop").symlink_to("..")
    assert hits(tree) == HITS
    for path in ("link/secret.c", "file.c", "gone.c", "arch/loop/Makefile"):
        assert tree.read(path) is None, path
        assert not tree.exists(path), path
    assert tree.incidents == ()


def test_devices_and_pipes_are_no_files(tree: DirectoryTree, kernel_folder: Path) -> None:
    os.mkfifo(kernel_folder / "pipe.c")
    assert hits(tree) == HITS
    assert tree.read("pipe.c") is None


@pytest.mark.parametrize("name", [".git", ".pc", ".hg", ".svn"])
def test_the_books_of_version_control_are_no_sources(
    tree: DirectoryTree, kernel_folder: Path, name: str
) -> None:
    copy = kernel_folder / name / "some.patch" / "init.c"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"arch_add_memory\n")
    assert hits(tree) == HITS
    assert not tree.exists(f"{name}/some.patch/init.c")


@pytest.mark.parametrize("size", [(1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20])
def test_files_larger_than_the_buffer(tree: DirectoryTree, kernel_folder: Path, size: int) -> None:
    content = b"x" * (size - 16) + b" arch_add_memory"
    (kernel_folder / "arch" / "big.h").write_bytes(content)
    found = dict(tree.containing(WORDS, (".h",)))
    assert found["arch/big.h"] == content == tree.read("arch/big.h")
    # What a big file left in the buffer must not be found in the next.
    assert sorted(found) == ["arch/big.h", "include/linux/memory.h"]


def test_paths_come_sorted_whole(tree: DirectoryTree, kernel_folder: Path) -> None:
    for name in ("mm/a.c", "mm-old/a.c", "mm.c", "mm0.c"):
        (kernel_folder / name).parent.mkdir(exist_ok=True)
        (kernel_folder / name).write_bytes(b"")
    found = list(tree.paths())
    assert found == sorted(found)
    assert {"mm/a.c", "mm-old/a.c", "mm.c", "mm0.c"} <= set(found)


def test_a_relative_location_stays_where_it_was(
    kernel_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kernel_folder)
    tree = open_tree(".")
    monkeypatch.chdir("/")
    assert tree.identity.location == "."
    assert tree.read("Makefile") is not None
