"""What a K&R definition declares behind its parenthesis."""

from __future__ import annotations

import pytest

from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.old_style import old_style_parameters


def read(names: str, declared: str) -> list[str] | None:
    found = old_style_parameters(names.encode(), declared.encode(), load_hints())
    return None if found is None else [str(one) for one in found]


@pytest.mark.parametrize(
    ("names", "declared", "expected"),
    [
        ("a, b", "\nint a;\nchar *b;\n", ["int a", "char *b"]),
        ("a, b", "char *b; int a;", ["int a", "char *b"]),
        ("a, b", "int b;", ["int a", "int b"]),
        (
            "a, b, c",
            "struct page *a, **b, c[3];",
            ["struct page *a", "struct page **b", "struct page *c"],
        ),
        ("a, b", "unsigned int a, *b;", ["unsigned int a", "unsigned int *b"]),
        ("a", "unsigned int a[4];", ["unsigned int *a"]),
        ("name", "const char __user *name;", ["const char *name"]),
        ("fn", "int (*fn)(void *data, int);", ["int (*)(void *, int) fn"]),
    ],
    ids=str,
)
def test_types_come_from_the_declarations(names: str, declared: str, expected: list[str]) -> None:
    assert read(names, declared) == expected


@pytest.mark.parametrize(
    ("names", "declared"),
    [
        ("a, b", ""),
        ("a, b", " __must_hold(lock) "),
        ("int a, int b", "int c;"),
        ("void", "int other;"),
        ("a", "int a; int b;"),
    ],
    ids=str,
)
def test_another_kind_of_definition(names: str, declared: str) -> None:
    assert read(names, declared) is None
