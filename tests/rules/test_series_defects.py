"""Defects of a series itself: what it declares in vain, ignores, or calls by the opposite's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.harness import checked, shorts

HELPER = "int helper(int a)\n{\n\tif (a)\n\t\treturn -EINVAL;\n\treturn 0;\n}\n"


def user(statement: str) -> str:
    return (
        f"int helper(int a);\n\nint use(int a)\n{{\n\tint ret = 0;\n\n\t{statement}\n\treturn ret;\n}}\n"
    )


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("helper(a);", ["ignored-result b.c:7 by 1"], id="a statement"),
        pytest.param("if (a)\n\t\thelper(a);", ["ignored-result b.c:8 by 1"], id="behind a condition"),
        pytest.param("ret = helper(a);", [], id="assigned"),
        pytest.param("if (helper(a))\n\t\treturn 1;", [], id="tested"),
        pytest.param("(void)helper(a);", [], id="dropped on purpose"),
        pytest.param("ret = ret ? 0 :\n\t\thelper(a);", [], id="part of an expression"),
        pytest.param("helper(a);\n\tret = helper(a);", [], id="one of two callers looks"),
    ],
)
def test_ignored_result(tmp_path: Path, statement: str, expected: list[str]) -> None:
    report = checked(tmp_path, {"b.c": "\n"}, {"a.c": HELPER, "b.c": user(statement)})
    assert [one for one in shorts(report) if one.startswith("ignored")] == expected


def test_a_helper_that_cannot_fail_may_be_ignored(tmp_path: Path) -> None:
    helper = "int helper(int a)\n{\n\treturn a + 1;\n}\n"
    report = checked(tmp_path, {"b.c": "\n"}, {"a.c": helper, "b.c": user("helper(a);")})
    assert not [one for one in shorts(report) if one.startswith("ignored")]


@pytest.mark.parametrize(
    ("declared", "defined", "told"),
    [
        pytest.param("private_mem", "mapping", True, id="other words"),
        pytest.param("mapped", "not_mapped", True, id="a negation"),
        pytest.param("pfn", "start_pfn", False, id="a word in common"),
        pytest.param("len", "length", False, id="an abbreviation"),
        pytest.param("nr", "count", False, id="too short to say anything"),
    ],
)
def test_parameter_name_conflict(tmp_path: Path, declared: str, defined: str, told: bool) -> None:
    step = {
        "a.h": f"int helper(int nid, bool {declared});\n",
        "a.c": f"int helper(int nid, bool {defined})\n{{\n\treturn 0;\n}}\n\nint x(void)\n{{\n\treturn helper(1, 0);\n}}\n",
    }
    found = shorts(checked(tmp_path, {"a.h": "\n", "a.c": "\n"}, step))
    assert found == (["parameter-name-conflict a.h:1 by 1"] if told else [])


def test_declared_by_the_series_and_defined_by_nobody(tmp_path: Path) -> None:
    report = checked(
        tmp_path, {"a.h": "int other(void);\n"}, {"a.h": "int other(void);\nint helper(int a);\n"}
    )
    assert shorts(report) == ["declared-unused a.h:2 by 1"]
