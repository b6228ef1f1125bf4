"""What only a revision can be: partial, shallow, damaged, named in many ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from patchkit.errors import MissingObjectError, TreeError
from patchkit.model.tree import Tree
from patchkit.trees import open_tree

if TYPE_CHECKING:
    from tests.trees.conftest import Repo

WORDS = (b"arch_add_memory",)
SUFFIXES = (".c", ".h", ".S")
HITS = ["arch/sh/entry.S", "arch/sh/mm/init.c", "include/linux/memory.h"]
INIT = "arch/sh/mm/init.c"


def hits(tree: Tree) -> list[str]:
    return [path for path, _ in tree.containing(WORDS, SUFFIXES)]


def incidents(tree: Tree) -> list[tuple[str, str]]:
    return [(one.kind, one.where) for one in tree.incidents]


def remove(repo: Repo) -> None:
    repo.remove_object(f"main:{INIT}")


def damage(repo: Repo) -> None:
    repo.damage_object(f"main:{INIT}")


@pytest.mark.parametrize("spoil", [remove, damage])
def test_a_missing_blob_is_an_incident(kernel_repo: Repo, spoil: Callable[[Repo], None]) -> None:
    spoil(kernel_repo)
    tree = open_tree(str(kernel_repo.path), rev="main")
    assert tree.incidents == ()
    assert tree.exists(INIT)
    assert INIT in set(tree.paths())
    with pytest.raises(MissingObjectError, match="lacks object") as caught:
        tree.read(INIT)
    assert caught.value.where == INIT
    assert hits(tree) == [path for path in HITS if path != INIT]
    # Told once, however often it was asked for.
    assert incidents(tree) == [("missing-object", INIT)]


def test_a_missing_blob_that_nobody_asked_for_is_none(kernel_repo: Repo) -> None:
    kernel_repo.remove_object("main:Documentation/memory.rst")
    tree = open_tree(str(kernel_repo.path), rev="main")
    assert hits(tree) == HITS
    assert tree.incidents == ()


def test_a_missing_folder_costs_only_itself(kernel_repo: Repo) -> None:
    kernel_repo.remove_object("main:arch/sh/mm")
    tree = open_tree(str(kernel_repo.path), rev="main")
    assert hits(tree) == [path for path in HITS if path != INIT]
    assert incidents(tree) == [("missing-object", "arch/sh/mm/")]
    assert not tree.exists(INIT)


@pytest.mark.parametrize("name", ["main", "main^{tree}"])
def test_without_its_top_a_revision_cannot_be_opened(kernel_repo: Repo, name: str) -> None:
    kernel_repo.remove_object(name)
    with pytest.raises(TreeError):
        open_tree(str(kernel_repo.path), rev="main")


def partial_clone(repo: Repo, target: Path, what: str) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    origin = f"file://{repo.path}"
    repo.git("clone", "-q", "--bare", f"--filter={what}", origin, str(target))


def test_a_partial_clone_is_not_filled_up(kernel_repo: Repo, tmp_path: Path) -> None:
    target = tmp_path / "partial.git"
    partial_clone(kernel_repo, target, "blob:limit=44")

    def packs() -> list[str]:
        return sorted(path.name for path in target.rglob("*"))

    before = packs()
    tree = open_tree(str(target), kernel=False)
    assert hits(tree) == [path for path in HITS if path != INIT]
    assert incidents(tree) == [("missing-object", INIT)]
    with pytest.raises(MissingObjectError):
        tree.read("Makefile")
    assert packs() == before


def test_a_clone_without_trees_says_what_is_missing(kernel_repo: Repo, tmp_path: Path) -> None:
    partial_clone(kernel_repo, tmp_path / "treeless.git", "tree:0")
    with pytest.raises(TreeError, match="lacks object"):
        open_tree(str(tmp_path / "treeless.git"))


def test_a_shallow_clone_says_that_it_is_one(kernel_repo: Repo, tmp_path: Path) -> None:
    kernel_repo.commit({"new.c": b"int n;\n"})
    target = str(tmp_path / "shallow")
    kernel_repo.git("clone", "-q", "--depth=1", f"file://{kernel_repo.path}", target)
    assert open_tree(target, rev="HEAD").exists("new.c")
    with pytest.raises(TreeError, match="shallow"):
        open_tree(target, rev="HEAD~1")


def test_a_repository_that_borrows_its_objects(kernel_repo: Repo, tmp_path: Path) -> None:
    target = str(tmp_path / "borrower")
    kernel_repo.git("clone", "-q", "--shared", "--bare", ".", target)
    assert hits(open_tree(target)) == HITS


def test_every_name_of_a_revision(kernel_repo: Repo, kernel_files: Mapping[str, bytes]) -> None:
    first = kernel_repo.git("rev-parse", "HEAD")
    kernel_repo.commit({"arch/sh/entry.S": b"\tnop\n"}, "mm: second")
    kernel_repo.git("tag", "-a", "v1", "-m", "annotated", first)
    kernel_repo.git("tag", "-a", "v1-of-tag", "-m", "annotated twice", "v1")
    for name in ("HEAD~1", "v1", "v1-of-tag", first, first[:9], ":/first", "HEAD@{1}"):
        tree = open_tree(f"{kernel_repo.path}@{name}")
        assert tree.identity.commit == first, name
        assert tree.read("arch/sh/entry.S") == kernel_files["arch/sh/entry.S"], name
    second = open_tree(str(kernel_repo.path), rev="HEAD^{/mm: second}")
    assert second.read("arch/sh/entry.S") == b"\tnop\n"


def test_the_identity_names_the_commit(kernel_repo: Repo) -> None:
    head = kernel_repo.git("rev-parse", "HEAD")
    identity = open_tree(str(kernel_repo.path), rev="main").identity
    assert (identity.kind, identity.commit) == ("revision", head)
    assert identity.location == f"{kernel_repo.path}@main"
    assert open_tree(str(kernel_repo.path), rev="main^{tree}").identity.commit == ""


def test_uncommitted_changes_are_not_in_a_revision(kernel_repo: Repo) -> None:
    (kernel_repo.path / INIT).unlink()
    assert hits(open_tree(str(kernel_repo.path), rev="HEAD")) == HITS


def test_symlinks_and_submodules_are_no_files(kernel_repo: Repo) -> None:
    (kernel_repo.path / "link.c").symlink_to(INIT)
    head = kernel_repo.git("rev-parse", "HEAD")
    kernel_repo.git("update-index", "--add", "--cacheinfo", f"160000,{head},sub.c")
    kernel_repo.git("add", "link.c")
    kernel_repo.git("commit", "-qm", "odd entries")
    tree = open_tree(str(kernel_repo.path), rev="HEAD")
    assert not tree.exists("link.c")
    assert tree.read("sub.c") is None
    assert hits(tree) == HITS


def test_names_in_other_encodings(kernel_repo: Repo) -> None:
    name = b"arch/sh/\xfc.c".decode("utf-8", "surrogateescape")
    kernel_repo.commit({name: b"arch_add_memory\n"})
    tree = open_tree(str(kernel_repo.path), rev="HEAD")
    assert tree.read(name) == b"arch_add_memory\n"
    assert name in hits(tree)
