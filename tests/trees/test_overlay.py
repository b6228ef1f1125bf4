"""An overlay is a tree: what lies over it wins, what was deleted is gone, the rest shows through."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchkit.model.tree import Tree
from patchkit.trees.memory import MemoryTree
from patchkit.trees.overlay import OverlayTree

BASE = {
    "Makefile": b"VERSION = 5\n",
    "mm/hot.c": b"int add(int nid);\n",
    "mm/hot-plug.c": b"add();\n",
    "mm/cold.c": b"int other;\n",
}
SUFFIXES = (".c", ".h")


def contents(tree: Tree) -> dict[str, bytes | None]:
    return {path: tree.read(path) for path in tree.paths()}


def hits(tree: Tree, *words: bytes) -> list[str]:
    return [path for path, _ in tree.containing(words, SUFFIXES)]


@pytest.fixture
def base() -> MemoryTree:
    return MemoryTree(BASE, version="5.0.0")


def test_an_overlay_without_changes_is_its_base(base: MemoryTree) -> None:
    assert contents(OverlayTree(base, {})) == BASE
    assert hits(OverlayTree(base, {}), b"add") == ["mm/hot-plug.c", "mm/hot.c"]


@pytest.mark.parametrize(
    ("changes", "path", "content"),
    [
        pytest.param({"mm/hot.c": b"new\n"}, "mm/hot.c", b"new\n", id="changed"),
        pytest.param({"mm/new.c": b"new\n"}, "mm/new.c", b"new\n", id="added"),
        pytest.param({"mm/hot.c": b""}, "mm/hot.c", b"", id="emptied-is-not-deleted"),
        pytest.param({"mm/hot.c": None}, "mm/hot.c", None, id="deleted"),
        pytest.param({"mm/none.c": None}, "mm/none.c", None, id="deleted-though-never-there"),
        pytest.param({"mm/hot.c": None}, "mm/cold.c", b"int other;\n", id="another-file"),
    ],
)
def test_read_exists_and_paths_agree(
    base: MemoryTree, changes: Mapping[str, bytes | None], path: str, content: bytes | None
) -> None:
    tree = OverlayTree(base, changes)
    assert tree.read(path) == content
    assert tree.exists(path) is (content is not None)
    assert (path in set(tree.paths())) is (content is not None)


def test_containing_judges_changed_files_by_their_new_content(base: MemoryTree) -> None:
    tree = OverlayTree(
        base,
        {
            "mm/hot.c": b"no longer\n",
            "mm/cold.c": b"add(1);\n",
            "mm/a.c": b"add(2);\n",
            "notes.txt": b"add\n",
            "mm/hot-plug.c": None,
        },
    )
    assert list(tree.containing([b"add"], SUFFIXES)) == [
        ("mm/a.c", b"add(2);\n"),
        ("mm/cold.c", b"add(1);\n"),
    ]


def test_identity_and_changed(base: MemoryTree) -> None:
    tree = OverlayTree(base, {"mm/hot.c": b"x"}).with_changes({"mm/cold.c": None})
    assert (tree.identity.kind, tree.identity.version) == ("overlay", "5.0.0")
    assert tree.changed == {"mm/hot.c", "mm/cold.c"}
    assert tree.incidents == ()


def test_overlays_do_not_stack_and_do_not_change(base: MemoryTree) -> None:
    first = OverlayTree(base, {"mm/hot.c": None})
    second = first.with_changes({"mm/hot.c": b"back\n"})
    assert second.base is base
    assert OverlayTree(second, {}).base is base
    assert (first.read("mm/hot.c"), second.read("mm/hot.c")) == (None, b"back\n")


PATHS = st.sampled_from(["a.c", "b/a.c", "b-c.c", "b.h", "d/e.c"])
CONTENT = st.sampled_from([b"", b"one", b"two one", b"three"])
CHANGES = st.dictionaries(PATHS, st.none() | CONTENT)


@given(files=st.dictionaries(PATHS, CONTENT), steps=st.lists(CHANGES, max_size=4))
def test_prefix_overlays_commute_with_one_shot_overlay(
    files: dict[str, bytes], steps: list[dict[str, bytes | None]]
) -> None:
    base = MemoryTree(files)
    prefixed = OverlayTree(base, {})
    together: dict[str, bytes | None] = {}
    for step in steps:
        prefixed = prefixed.with_changes(step)
        together |= step
    at_once = OverlayTree(base, together)
    model = {path: data for path, data in {**files, **together}.items() if data is not None}
    assert contents(prefixed) == contents(at_once) == model
    assert hits(prefixed, b"one") == hits(at_once, b"one") == hits(MemoryTree(model), b"one")
