"""Renames in the history of a tree, as far as its repository knows them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from patchkit.trees import Renames

if TYPE_CHECKING:
    from tests.trees.conftest import Repo

OLD = "kernel/memremap.c"
TEXT = b"".join(b"int line_%d;\n" % number for number in range(40))


@pytest.fixture
def moved(kernel_repo: Repo) -> Repo:
    """kernel/memremap.c went to mm/memremap.c, changed a little, and on to mm/devmem.c."""
    kernel_repo.commit({OLD: TEXT}, "longer")
    (kernel_repo.path / "mm").mkdir()
    kernel_repo.git("mv", OLD, "mm/memremap.c")
    kernel_repo.commit({"mm/memremap.c": TEXT + b"int more;\n"}, "move")
    kernel_repo.git("tag", "halfway")
    kernel_repo.git("mv", "mm/memremap.c", "mm/devmem.c")
    kernel_repo.commit({}, "move again")
    kernel_repo.git("rm", "--quiet", "arch/sh/entry.S")
    kernel_repo.commit({}, "remove")
    return kernel_repo


@pytest.mark.parametrize(
    ("rev", "path", "names"),
    [
        ("", OLD, ["mm/devmem.c", "mm/memremap.c"]),
        ("halfway", OLD, ["mm/memremap.c"]),
        ("main", "mm/memremap.c", ["mm/devmem.c"]),
        ("", "mm/devmem.c", []),
        ("", "arch/sh/entry.S", []),
        ("", "never/there.c", []),
        ("", "*.c", []),
        ("main:kernel", "memremap.c", []),
    ],
)
def test_names(moved: Repo, rev: str, path: str, names: list[str]) -> None:
    renames = Renames(str(moved.path), rev)
    assert list(renames.renamed_to(path)) == names
    assert renames.incidents == ()


def test_as_part_of_the_location(moved: Repo) -> None:
    assert list(Renames(f"{moved.path}@halfway").renamed_to(OLD)) == ["mm/memremap.c"]


def test_below_a_folder(kernel_repo: Repo) -> None:
    kernel_repo.commit({"linux/kernel/a.c": TEXT}, "a")
    kernel_repo.git("mv", "linux/kernel/a.c", "linux/a.c")
    kernel_repo.commit({}, "move")
    assert list(Renames(str(kernel_repo.path), "main:linux").renamed_to("kernel/a.c")) == ["a.c"]
    assert list(Renames(str(kernel_repo.path / "linux")).renamed_to("kernel/a.c")) == ["a.c"]


def test_there_and_back_again_ends(kernel_repo: Repo) -> None:
    kernel_repo.commit({"a.c": TEXT}, "a")
    for old, new in (("a.c", "b.c"), ("b.c", "a.c"), ("a.c", "c.c")):
        kernel_repo.git("mv", old, new)
        kernel_repo.commit({}, "move")
    assert list(Renames(str(kernel_repo.path)).renamed_to("b.c")) == ["c.c", "a.c"]


def test_a_partial_clone_knows_renames_of_equal_files(moved: Repo) -> None:
    moved.remove_object("halfway~1:kernel/memremap.c")
    assert list(Renames(str(moved.path)).renamed_to("mm/memremap.c")) == ["mm/devmem.c"]
    renames = Renames(str(moved.path))
    assert list(renames.renamed_to(OLD)) == []


def test_outside_of_a_repository_there_is_no_history(tmp_path: Path) -> None:
    renames = Renames(str(tmp_path))
    assert list(renames.renamed_to(OLD)) == []
    assert renames.incidents == ()


def test_a_history_that_cannot_be_read_is_an_incident(moved: Repo) -> None:
    moved.remove_object("main~2")
    renames = Renames(str(moved.path))
    assert list(renames.renamed_to(OLD)) == []
    assert [one.kind for one in renames.incidents] == ["no-history"]


def test_time_is_limited(moved: Repo) -> None:
    renames = Renames(str(moved.path), seconds=0.0)
    assert list(renames.renamed_to(OLD)) == []
    assert [one.message for one in renames.incidents] == [
        "renames cannot be searched: git took longer than 0 s"
    ]


def test_where_nothing_was_committed_there_is_no_history(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    renames = Renames(str(tmp_path))
    assert list(renames.renamed_to(OLD)) == []
    assert renames.incidents == ()
