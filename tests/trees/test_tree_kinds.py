"""Every kind of tree answers the same questions with the same answers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from patchkit.model.tree import Tree
from patchkit.trees import MemoryTree, OverlayTree, open_tree

if TYPE_CHECKING:
    from tests.trees.conftest import MakeTarball, Repo

WORDS = (b"arch_add_memory", b"arch_remove_memory")
SUFFIXES = (".c", ".h", ".S")
HITS = ["arch/sh/entry.S", "arch/sh/mm/init.c", "include/linux/memory.h"]

Maker = Callable[[], Tree]


@pytest.fixture
def makers(
    kernel_repo: Repo, kernel_files: Mapping[str, bytes], make_tarball: MakeTarball, tmp_path: Path
) -> dict[str, Maker]:
    """How to open the same kernel in every form; each is made when its test asks for it."""
    top = str(kernel_repo.path)

    def clone(*options: str) -> str:
        target = tmp_path / "clone"
        kernel_repo.git("clone", "--quiet", *options, f"file://{top}", str(target))
        return str(target)

    def not_git() -> Tree:
        target = tmp_path / "plain"
        kernel_repo.path.rename(target)
        (target / ".git").rename(tmp_path / "aside")
        return open_tree(str(target))

    def subfolder(form: str) -> Tree:
        outer = tmp_path / "outer"
        subprocess.run(["git", "init", "-q", str(outer)], check=True)
        kernel_repo.path.joinpath(".git").rename(tmp_path / "aside")
        kernel_repo.path.rename(outer / "linux-5.0")
        for args in (["add", "."], ["commit", "-qm", "all"]):
            subprocess.run(["git", *args], cwd=outer, check=True)
        return open_tree(form.format(outer))

    return {
        "memory": lambda: MemoryTree(kernel_files, version="5.0.0-rc1"),
        "overlay": lambda: OverlayTree(MemoryTree({}, "5.0.0-rc1"), kernel_files),
        "directory-git": lambda: open_tree(top),
        "directory-not-git": not_git,
        "rev-option": lambda: open_tree(top, rev="main"),
        "repo-at-rev": lambda: open_tree(f"{top}@main"),
        "tree-object": lambda: open_tree(top, rev="main^{tree}"),
        "bare": lambda: open_tree(clone("--bare")),
        "bare-at-rev": lambda: open_tree(f"{clone('--bare')}@main"),
        "shallow": lambda: open_tree(clone("--depth=1"), rev="HEAD"),
        "rev-with-folder": lambda: subfolder("{}@HEAD:linux-5.0"),
        "folder-at-rev": lambda: subfolder("{}/linux-5.0@HEAD"),
        "tar": lambda: open_tree(str(make_tarball("k.tar"))),
        "tar.gz": lambda: open_tree(str(make_tarball("k.tar.gz"))),
        "tgz": lambda: open_tree(str(make_tarball("k.tgz"))),
        "tar.xz": lambda: open_tree(str(make_tarball("k.tar.xz"))),
        "tar.bz2": lambda: open_tree(str(make_tarball("k.tar.bz2"))),
        "tar-without-top-folder": lambda: open_tree(str(make_tarball("k.tar.xz", prefix=""))),
        "tar-of-dot": lambda: open_tree(str(make_tarball("k.tar.xz", prefix="./"))),
    }


KINDS = [
    *("memory", "overlay", "directory-git", "directory-not-git", "rev-option", "repo-at-rev"),
    *("tree-object", "bare", "bare-at-rev", "shallow", "rev-with-folder", "folder-at-rev"),
    *("tar", "tar.gz", "tgz", "tar.xz", "tar.bz2", "tar-without-top-folder", "tar-of-dot"),
]
NO_FILES = [
    *("", ".", "/", "no.c", "arch", "arch/", "arch//sh/entry.S", "./Makefile", "/etc/passwd"),
    *("../linux/Makefile", "arch/../Makefile", ".git/HEAD", "a\0b"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_kernel_in_every_form(
    kind: str, makers: dict[str, Maker], kernel_files: Mapping[str, bytes]
) -> None:
    tree = makers[kind]()
    assert tree.identity.version == "5.0.0-rc1"
    assert {path: tree.read(path) for path in tree.paths()} == dict(kernel_files)
    assert all(map(tree.exists, kernel_files))
    assert {tree.mode(path) for path in kernel_files} == {"100644"}
    assert list(tree.containing(WORDS, SUFFIXES)) == [(path, kernel_files[path]) for path in HITS]
    assert tree.incidents == ()


@pytest.mark.parametrize("kind", ["memory", "overlay", "directory-git", "rev-option", "tar", "tar.xz"])
def test_what_is_no_file_of_the_tree(kind: str, makers: dict[str, Maker]) -> None:
    tree = makers[kind]()
    assert [path for path in NO_FILES if tree.exists(path)] == []
    assert [path for path in NO_FILES if tree.read(path) is not None] == []
    assert [path for path in NO_FILES if tree.mode(path)] == []


@pytest.mark.parametrize("kind", ["memory", "overlay", "directory-git", "rev-option", "tar", "tar.xz"])
def test_what_is_looked_for(kind: str, makers: dict[str, Maker]) -> None:
    tree = makers[kind]()

    def hits(words: list[bytes], *suffixes: str) -> list[str]:
        return [path for path, _ in tree.containing(words, suffixes)]

    assert hits([], ".c") == hits([b""], ".c") == []
    assert hits([b"arch_add_memory"]) == []
    assert hits([b"arch_add_memory"], ".h") == ["include/linux/memory.h"]
    assert hits([b"absent"], "") == []
    assert hits([b"VERSION", b"my_arch_add_memory_2"], "") == ["Makefile", "kernel/memremap.c"]


@pytest.mark.parametrize("kind", ["directory-git", "rev-option", "tar.xz"])
def test_other_files_may_be_read_while_a_search_goes_on(kind: str, makers: dict[str, Maker]) -> None:
    tree = makers[kind]()
    seen = []
    for path, content in tree.containing(WORDS, SUFFIXES):
        seen.append(path)
        assert tree.read(path) == content
        assert tree.read("Makefile") is not None
    assert seen == HITS


@pytest.mark.parametrize("kind", ["directory-git", "rev-option", "tar.xz"])
def test_a_search_may_be_left_half_way(kind: str, makers: dict[str, Maker]) -> None:
    tree = makers[kind]()
    assert next(iter(tree.containing(WORDS, SUFFIXES)))[0] == HITS[0]
    assert [path for path, _ in tree.containing(WORDS, SUFFIXES)] == HITS


@pytest.mark.parametrize("kind", ["directory-git", "rev-option", "repo-at-rev"])
def test_nothing_is_written(kind: str, makers: dict[str, Maker], kernel_repo: Repo) -> None:
    # A file newer than the index is what makes git refresh it.
    os.utime(kernel_repo.path / "Makefile")

    def state() -> dict[str, tuple[int, int]]:
        found = (path.lstat() for path in kernel_repo.path.rglob("*"))
        return {str(one.st_ino): (one.st_mtime_ns, one.st_size) for one in found}

    before = state()
    tree = makers[kind]()
    list(tree.paths())
    list(tree.containing(WORDS, SUFFIXES))
    tree.read("Makefile")
    assert state() == before


def test_a_program_is_one_in_every_form(kernel_repo: Repo, tmp_path: Path) -> None:
    top = kernel_repo.path
    (top / "scripts").mkdir()
    (top / "scripts" / "run").write_bytes(b"#!/bin/sh\n")
    (top / "scripts" / "run").chmod(0o755)
    kernel_repo.commit({}, "script")
    kernel_repo.git("archive", "-o", str(tmp_path / "a.tar"), "--prefix=linux/", "HEAD")
    places = (str(top), f"{top}@HEAD", str(tmp_path / "a.tar"))
    trees: list[Tree] = [open_tree(place) for place in places]
    trees.append(OverlayTree(trees[0], {"scripts/run": b"#!/bin/bash\n", "scripts/new": b""}))
    assert [tree.mode("scripts/run") for tree in trees] == ["100755"] * 4
    assert trees[-1].mode("scripts/new") == "100644"
