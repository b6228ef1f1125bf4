"""A definition that the series forgot, seen from the calls that it did convert."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.harness import Files, checked, shorts

LOCAL = "static int pump(struct box *b, int n)\n{\n\treturn n;\n}\n\n"
CALLS = "int one(struct box *b)\n{\n\treturn pump(b, 1);\n}\n\nint two(struct box *b)\n{\n\treturn pump(b, 2);\n}\n"
STRUCTS = "struct box {\n\tint n;\n};\n\nstruct lid {\n\tint n;\n};\n\n"


def left_behind(tmp_path: Path, base: Files, step: Files) -> list[str]:
    found = shorts(checked(tmp_path, base, step))
    return [one for one in found if one.startswith("declaration-left-behind")]


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        pytest.param(
            CALLS.replace("(b, 1)", "(b)").replace("(b, 2)", "(b)"),
            ["declaration-left-behind a.c:9 by 1"],
            id="all calls changed",
        ),
        pytest.param(CALLS.replace("(b, 1)", "(b)"), [], id="one call still fits"),
        pytest.param(CALLS.replace("(b, 2)", "(b, 3)"), [], id="no call misfits"),
        pytest.param(
            CALLS.replace("(b, 1)", "(b)").replace("pump(b, 2)", "7"),
            ["declaration-left-behind a.c:9 by 1"],
            id="the other call is gone",
        ),
    ],
)
def test_a_static_function(tmp_path: Path, calls: str, expected: list[str]) -> None:
    base = {"a.c": STRUCTS + LOCAL + CALLS}
    assert left_behind(tmp_path, base, {"a.c": STRUCTS + LOCAL + calls}) == expected


def test_a_function_that_is_converted_is_not_left_behind(tmp_path: Path) -> None:
    calls = CALLS.replace("(b, 1)", "(b)").replace("(b, 2)", "(b)")
    converted = LOCAL.replace(", int n)", ")").replace("return n", "return b->n")
    base = {"a.c": STRUCTS + LOCAL + CALLS}
    assert left_behind(tmp_path, base, {"a.c": STRUCTS + converted + calls}) == []


def test_header_and_definition_of_a_global_function(tmp_path: Path) -> None:
    base = {
        "include/linux/pump.h": STRUCTS + "int pump(struct box *b, int n);\n",
        "drivers/pump/pump.c": "#include <linux/pump.h>\n\nint pump(struct box *b, int n)\n{\n\treturn n;\n}\n",
        "drivers/tty/a.c": "#include <linux/pump.h>\n\nint a(struct box *b)\n{\n\treturn pump(b, 1);\n}\n",
        "drivers/tty/b.c": "#include <linux/pump.h>\n\nint b(struct box *b)\n{\n\treturn pump(b, 1);\n}\n",
    }
    step = {path: base[path].replace("(b, 1)", "(b)") for path in ("drivers/tty/a.c", "drivers/tty/b.c")}
    assert left_behind(tmp_path / "both", base, step) == [
        "declaration-left-behind drivers/pump/pump.c:3 by 1",
        "declaration-left-behind include/linux/pump.h:9 by 1",
    ]
    assert left_behind(tmp_path / "one", base, {"drivers/tty/a.c": step["drivers/tty/a.c"]}) == []


def test_arguments_of_another_type(tmp_path: Path) -> None:
    user = "int one(struct box *b, struct lid *l)\n{\n\treturn pump(b, 1);\n}\n"
    base = {"a.c": STRUCTS + LOCAL + user}
    step = {"a.c": STRUCTS + LOCAL + user.replace("(b, 1)", "(l, 1)")}
    assert left_behind(tmp_path, base, step) == ["declaration-left-behind a.c:9 by 1"]


def test_a_result_of_what_returns_nothing(tmp_path: Path) -> None:
    local = "static void pump(int n)\n{\n}\n\n"
    user = "int one(int n)\n{\n\tpump(n);\n\treturn 0;\n}\n"
    step = {"a.c": local + user.replace("pump(n);\n\treturn 0;", "return pump(n);")}
    found = shorts(checked(tmp_path, {"a.c": local + user}, step))
    assert found == ["declaration-left-behind a.c:1 by 1", "return-mismatch a.c:7 by 1"]


def test_the_first_user_of_a_function_says_nothing_about_it(tmp_path: Path) -> None:
    local = "int pump(int n)\n{\n\treturn n;\n}\n\n"
    user = "int one(int n)\n{\n\treturn n;\n}\n"
    step = {"a.c": local + user.replace("\treturn n", "\treturn pump()")}
    assert left_behind(tmp_path, {"a.c": local + user}, step) == []


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        pytest.param("struct box *b = find(n);\n\n\treturn b->n;", 1, id="a local is initialised"),
        pytest.param("struct lid *l;\n\n\tl = find(n);\n\treturn l->n;", 0, id="assigned to its type"),
        pytest.param("return find(n)->n;", 0, id="a member is taken"),
        pytest.param("return find(n) != 0;", 0, id="compared"),
    ],
)
def test_a_result_of_another_type(tmp_path: Path, user: str, expected: int) -> None:
    head = STRUCTS + "struct box *find(int n);\n\n"
    user = f"int one(int n)\n{{\n\t{user}\n}}\n"
    step = {"a.c": head.replace("struct box *find", "struct lid *find") + user}
    found = shorts(checked(tmp_path, {"a.c": head + user}, step))
    assert len([one for one in found if one.startswith("return-mismatch")]) == expected
