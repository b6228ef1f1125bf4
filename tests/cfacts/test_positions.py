"""Which member an initialiser's value without a name is for."""

from __future__ import annotations

import pytest

from patchkit.cfacts.fields import structs_in
from patchkit.cfacts.positions import position_of, unnamed_values
from patchkit.cfacts.words import Words

ORDER = ("open", "map", "size")

VALUES = [
    ("first", "struct ops o = { target };", "open"),
    ("second", "static const struct ops o = {\n\tram_open, &target,\n};", "map"),
    ("behind a call with a comma", "struct ops o = { F(a, b), target };", "map"),
    ("behind a name", "struct ops o = { .map = f, target };", "size"),
    ("in an array", "struct ops o[] = { { a, b }, { a, target } };", "map"),
    ("in an array with an index", "struct ops o[2] = { [1] = { a, target } };", "map"),
    ("too many", "struct ops o = { a, b, c, target };", ""),
    ("with a name", "struct ops o = { .map = target };", None),
    ("in a member that is a struct", "struct dev o = { .ops = { target } };", None),
    ("in a struct's struct", "struct dev o = { { target } };", None),
    ("an array's value", "struct ops *o[] = { target };", None),
    ("an argument", "struct ops o = { F(target) };", None),
    ("split by #if", "struct ops o = {\n#ifdef A\n\ta,\n#endif\n\ttarget,\n};", None),
    ("no struct", "int o[] = { target };", None),
]


@pytest.mark.parametrize(
    ("text", "member"), [pytest.param(text, member, id=name) for name, text, member in VALUES]
)
def test_value_and_member(text: str, member: str | None) -> None:
    data = text.encode()
    found = position_of("mm/sample.c", data, data.index(b"target"))
    assert (found.member(ORDER) if found is not None else None) == member


def test_values_of_wanted_structs() -> None:
    data = b"struct ops a = { f, NULL };\nstruct ops b[] = { { g, (h) }, { .map = i } };\nstruct x c = { j };\n"
    found = [
        (name, position.member(ORDER))
        for position, _, name in unnamed_values("a.c", data, Words([b"ops"]))
    ]
    assert found == [("f", "open"), ("NULL", "map"), ("g", "open")]


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ("int (*open)(void); int a, *b; u8 c[2];", ("open", "a", "b", "c")),
        ("int a; struct { int b; } c;", ("a", "c")),
        ("int a; union { int b; int c; };", ()),
        ("int a;\n#ifdef B\nint b;\n#endif\n", ()),
        ("int a; MEMBERS", ()),
    ],
    ids=str,
)
def test_order_of_members(body: str, order: tuple[str, ...]) -> None:
    (struct,) = structs_in("a.h", f"struct ops {{ {body} }};".encode(), b"ops")
    assert struct.order == order


def test_a_struct_in_a_comment_is_none() -> None:
    data = b"/* struct ops { int i; }\n * and so on */\nstruct ops { int a; };\n"
    assert [struct.order for struct in structs_in("a.h", data, b"ops")] == [("a",)]
