"""A variable that is declared a second time where a series meets a tree that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.harness import checked, shorts

BASE = "int use(int a)\n{\n\tint ret = 0;\n\n\tif (a) {\n\t\tret = a;\n\t}\n\treturn ret;\n}\n"
STEP = BASE.replace("\tint ret = 0;\n", "\tint ret = 0;\n\tint nid = a;\n").replace(
    "= a;\n\t}", "= nid;\n\t}"
)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        pytest.param("\tint nid;\n", ["declared-twice a.c:5 by 1"], id="again"),
        pytest.param("\tlong nid;\n", ["declared-twice a.c:5 by 1"], id="with another type"),
        pytest.param("\tint mid;\n", [], id="another name"),
        pytest.param("\tint nid(int);\n", [], id="a prototype"),
        pytest.param("#ifdef A\n\tint nid;\n#else\n", [], id="alternatives"),
    ],
)
def test_declared_twice(tmp_path: Path, there: str, expected: list[str]) -> None:
    end = "#endif\n" if there.startswith("#") else ""
    target = BASE.replace("\n\tif", f"{end}\n\tif", 1).replace("{\n\tint", f"{{\n{there}\tint", 1)
    report = checked(tmp_path, {"a.c": BASE}, {"a.c": STEP}, tree={"a.c": target})
    assert [one for one in shorts(report) if one.startswith("declared-twice")] == expected


def test_in_a_block_of_its_own_it_hides_the_other(tmp_path: Path) -> None:
    step = BASE.replace("\t\tret = a;\n", "\t\tint ret2 = a;\n\t\tint b;\n\n\t\tret = ret2;\n")
    target = BASE.replace("\tint ret = 0;\n", "\tint ret = 0;\n\tint b = 1;\n")
    report = checked(tmp_path, {"a.c": BASE}, {"a.c": step}, tree={"a.c": target})
    assert not [one for one in shorts(report) if one.startswith("declared-twice")]


def test_what_the_tree_has_twice_is_its_own(tmp_path: Path) -> None:
    base = BASE.replace("\tint ret = 0;\n", "\tint ret = 0;\n\tint odd;\n\tint odd;\n")
    report = checked(tmp_path, {"a.c": base}, {"a.c": base.replace("ret = a;", "ret = a + 1;")})
    assert not [one for one in shorts(report) if one.startswith("declared-twice")]
