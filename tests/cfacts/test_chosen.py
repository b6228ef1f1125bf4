"""Calls of what an expression in parentheses chooses."""

from __future__ import annotations

import pytest

from patchkit.cfacts import file_sites
from patchkit.model.facts import SiteKind

CHOSEN = [
    ("(c ? target : other)(a, b);", ("a", "b")),
    ("(c ? other : target)(a);", ("a",)),
    ("(c ? &other : &target)(a);", ("a",)),
    ("ret = (is(c, 1) ? target : other)\n\t\t(a, b);", ("a", "b")),
    ("if ((c ? target : other)(a)) return;", ("a",)),
    ("(a == 1 ? other : b ? target : third)(a);", ("a",)),
    ("_Generic(a, struct x *: target, default: other)(a, b);", ("a", "b")),
    ("_Generic(a, struct x *: other, default: target)(a, b);", ("a", "b")),
]
OTHERS = [
    "use(c ? target : other);",
    "use(c ? target : other)(a);",
    "fn = c ? target : other;",
    "n = (c ? target : other) + (a);",
    "if (c ? target : other) (a)->b = 1;",
    "fn = _Generic(a, struct x *: target, default: other);",
    "_Generic(target, struct x *: one, default: other)(a);",
    "(target ? one : other)(a);",
    "switch (a) { case 1: target; } (b)(a);",
    "switch (a) { default: (target + 1)(a); }",
    "(c ? table[target] : other)(a);",
]


@pytest.mark.parametrize(("text", "arguments"), CHOSEN, ids=str)
def test_a_call_with_the_arguments_behind_the_choice(text: str, arguments: tuple[str, ...]) -> None:
    (site,) = file_sites("mm/sample.c", f"void f(int c)\n{{\n\t{text}\n}}\n".encode(), ["target"])
    assert (site.kind, site.arguments) == (SiteKind.CALL, arguments)


@pytest.mark.parametrize("text", OTHERS)
def test_no_call(text: str) -> None:
    (site,) = file_sites("mm/sample.c", f"void f(int c)\n{{\n\t{text}\n}}\n".encode(), ["target"])
    assert (site.kind, site.arguments) == (SiteKind.REFERENCE, None)


@pytest.mark.parametrize(
    ("body", "arguments"),
    [
        ("_Generic((a), struct x *: target, \\\n\tdefault: other)(a, 1)", ("a", "1")),
        ("((a) ? target : other)(a)", ("a",)),
        ("_Generic((a), struct x *: target, default: other)", None),
    ],
)
def test_in_the_body_of_a_macro(body: str, arguments: tuple[str, ...] | None) -> None:
    (site,) = file_sites("mm/sample.h", f"#define do_it(a) {body}\n".encode(), ["target"])
    assert (site.kind, site.arguments) == (SiteKind.MACRO_BODY, arguments)
