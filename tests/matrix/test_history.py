from __future__ import annotations

from patchkit.matrix.history import histories
from patchkit.model.changes import Aspect
from patchkit.model.matrix import Cell, CellState, Declared, NameHere


def declared(returns: str, *parameters: str) -> Declared:
    types = tuple(one.rpartition(" ")[0] for one in parameters)
    return Declared(
        f"{returns} f({', '.join(parameters)})", returns, parameters, types, "include/f.h:1", 1
    )


def cell(tree: str, *ways: Declared) -> Cell:
    return Cell("s", tree, CellState.JUDGED, names=(NameHere("f", ways),))


def words(*cells: Cell) -> list[tuple[str, str]]:
    (history,) = histories(cells)
    return [(epoch.tree, epoch.words) for epoch in history.epochs]


def test_only_trees_where_something_changes_are_told() -> None:
    old, nid = declared("int", "u64 start"), declared("int", "int nid", "u64 start")
    last = declared("void", "u64 start", "bool force")
    cells = [cell("v1"), cell("v2", old), cell("v3", old), cell("v4", nid), cell("v5", last), cell("v6")]
    assert words(*cells) == [
        ("v1", ""),
        ("v2", "appears"),
        ("v4", "gains int nid in front"),
        ("v5", "loses int nid; gains bool force; returns void, not int"),
        ("v6", "is gone"),
    ]


def test_another_name_of_a_parameter_is_no_change() -> None:
    assert words(cell("v1", declared("int", "u64 a")), cell("v2", declared("int", "u64 b"))) == [
        ("v1", "")
    ]


def test_aspects_are_those_of_api_changes() -> None:
    cells = [
        cell("v1", declared("int", "int a", "u64 b")),
        cell("v2", declared("int", "u64 b", "int a")),
        cell("v3", declared("int", "u32 b", "int a")),
        cell("v4", declared("void", "u32 b")),
    ]
    (history,) = histories(cells)
    assert [epoch.aspects for epoch in history.epochs] == [
        (),
        (Aspect.ORDER,),
        (Aspect.TYPE,),
        (Aspect.COUNT, Aspect.RETURN),
    ]


def test_a_tree_that_was_not_judged_says_nothing() -> None:
    lost = Cell("s", "v2", CellState.FAILED)
    assert words(cell("v1", declared("int", "u64 a")), lost, cell("v3", declared("int", "u64 a"))) == [
        ("v1", "")
    ]
