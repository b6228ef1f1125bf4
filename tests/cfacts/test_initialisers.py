"""Whose member an initialiser's value with a name is for."""

from __future__ import annotations

import pytest

from patchkit.cfacts.initialisers import Owner, owner_at

OWNERS = [
    ("a struct's own", "struct dev d = { .target = f };", Owner("dev")),
    ("its value", "struct dev d = { .open = target };", Owner("dev")),
    ("of a struct within", "struct dev d = { .ops.target = f };", Owner("dev", ("ops",))),
    ("the value of one", "struct dev d = { .ops.open = &target };", Owner("dev", ("ops",))),
    ("in braces within", "struct dev d = { .ops = { .target = f } };", Owner("dev", ("ops",))),
    ("two deep", "struct dev d = { .a.b = { .target = f } };", Owner("dev", ("a", "b"))),
    ("in an element", "struct dev d[] = { { 1, 2 }, { .target = f } };", Owner("dev")),
    ("of an element", "struct dev d[2] = { [1].target = f };", Owner("dev")),
    ("in an array within", "struct dev d = { .o = { [1] = { .target = f } } };", Owner("dev", ("o",))),
    ("in a compound literal", "x = (const struct dev){ .a = 1, .target = f };", Owner("dev")),
    ("in one of an array", "x = (struct dev []){ { .target = f } };", Owner("dev")),
    ("with attributes", "static struct dev d __aligned(8) __initdata = { .target = f };", Owner("dev")),
    ("in braces for a place", "struct dev d = { { .target = f } };", None),
    ("of a typedef", "dev_t d = { .target = f };", None),
    ("in a statement", "void g(void) { x.target = f; }", None),
]


@pytest.mark.parametrize(
    ("text", "owner"), [pytest.param(text, owner, id=name) for name, text, owner in OWNERS]
)
def test_owner(text: str, owner: Owner | None) -> None:
    data = text.encode()
    assert owner_at("a.c", data, data.index(b"target")) == owner


def test_a_long_word_in_front_of_a_brace_is_no_puzzle() -> None:
    """Comes to an end at all; with a word that can be cut in parts it would not."""
    data = b"struct slot slots[3] " + b"a" * 200 + b" () { .target = 1 };\n"
    assert owner_at("a.c", data, data.index(b"target")) is None
