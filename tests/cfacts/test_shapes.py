"""What a member's name may be, told without lexing: it never says no where the lexed text says yes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchkit.cfacts.members import index_members
from patchkit.cfacts.pointers import function_pointers, indirect_calls
from patchkit.cfacts.positions import unnamed_values
from patchkit.cfacts.shapes import ANYTHING, NOTHING, Shape, may_count_values, shapes
from patchkit.cfacts.source import source_of
from patchkit.cfacts.words import Words
from patchkit.trees import MemoryTree


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("int (*map)(int a);", Shape.POINTER),
        ("int (*const map)(int a);", Shape.POINTER),
        ("int (*map[4])(int a);", Shape.POINTER),
        ("\t.map = sample_map,", Shape.STORED),
        ("\tdev->ops->map\t= sample_map;", Shape.STORED),
        ("\treturn dev->ops->map(dev);", Shape.CALLED),
        ("\treturn (dev->ops->map)(dev);", Shape.CALLED),
        ("\tmap(dev);", NOTHING),
        ("\n\tmap(dev);", Shape.CALLED),
        ("int map = 3;", NOTHING),
        ("\tif (x > map) y();", NOTHING),
        ("int f(int *map);", NOTHING),
        ("static void *map;", NOTHING),
        ("\tx->map_all = f; x->remap(a);", NOTHING),
        ("/* how to map a page */", NOTHING),
        ("\treturn dev->ops->map /* or not */ (dev);", Shape.CALLED | Shape.STORED),
        ("\treturn dev->\n\t\tmap(dev);", Shape.CALLED),
        ("\nmap\n", ANYTHING),
    ],
)
def test_shape(text: str, shape: Shape) -> None:
    assert shapes(f"; {text} ;".encode(), Words([b"map"])) == shape


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("struct ops o = { f, g };", True),
        ("struct ops o[2] = { { f }, { g } };", True),
        ("x = (struct ops){ f };", True),
        ("struct ops o = { .map = f, g };", True),
        ("struct ops o = { .map = F(a), g };", True),
        ('struct ops o = { .dev = { .name = "}," }, g };', True),
        ("struct ops o[] = { { .map = g }, };", True),
        ("struct ops o = { .map = a / b };", True),
        ("struct ops o = {\n#ifdef A\n\tf,\n#endif\n};", True),
        ("struct ops o /* all */ = { f };", True),
        ("struct ops o = {\n\t.map = f,\t/* maps */\n\t.size = 3\n};", False),
        ("struct ops o = {};", False),
        ("struct ops o = { .map = F(a, (b)), .size = a[1] };", False),
        ('struct ops o = {\n\t.dev = {\n\t\t.name = "a}",\n\t\t.map = { 1 },\n\t},\n};', False),
        ("struct ops *o = find();", False),
        ("int f(struct ops *o);", False),
        ("struct ops { int a; };", False),
    ],
)
def test_initialisers_with_values_to_count(text: str, counted: bool) -> None:
    assert may_count_values(text.encode(), Words([b"ops"])) is counted


# What may stand between two tokens and is nothing to the compiler.
_GAPS = st.sampled_from(["", " ", "\t", "\n", "/* ; */", " /* = ( */ ", "// )\n", "\n#if A\n", "\f"])
_DECLARED = ("int ", "(", "*", " const ", "map", "[2]", ")", "(", "int a", ")", ";")
_GIVEN = ("struct ops o = {", ".", "map", "=", "sample_map", ",", "}", ";")
_ASSIGNED = ("void f(void) {", "o", "->", "map", "=", "c", "?", "sample_map", ":", "g", ";", "}")
_NESTED = ("struct ops", " o", "=", "{", ".", "dev", "=", "{", ".a", "=", '"}"', ",", "}", ",", "g", "}")
_CALLED = ("int f(void) { return (", "o", "->", "map", ")", "(", "1", ")", ";", "}")
_STORED = re.compile(rb"(?:\.|->)\s*map\s*=(?:[^=;,{]*\?\s*&?\s*\w+\s*:)?\s*&?\s*\w+\s*[,;}]")
_COUNTED = ("struct ", "ops", " o", "[2]", "=", "{", "{", ".", "map", "=", "f", ",", "g", "}", "}", ";")


@st.composite
def _spread(draw: st.DrawFn) -> bytes:
    """One of the forms, with anything between its tokens and some of those left out."""
    form = draw(st.sampled_from((_DECLARED, _GIVEN, _ASSIGNED, _CALLED, _COUNTED, _NESTED)))
    left_out = draw(st.sets(st.integers(0, len(form)), max_size=2))
    return "".join(token + draw(_GAPS) for at, token in enumerate(form) if at not in left_out).encode()


@given(_spread())
def test_never_less_than_what_the_lexed_text_says(text: bytes) -> None:
    found = shapes(text, Words([b"map"]))
    if function_pointers("mm/sample.c", text, ["map"]):
        assert Shape.POINTER in found
    if indirect_calls("mm/sample.c", text, ["map"]):
        assert Shape.CALLED in found
    if any(unnamed_values("mm/sample.c", text, Words([b"ops"]))):
        assert may_count_values(text, Words([b"ops"]))
    if _STORED.search(source_of("mm/sample.c", text).code):
        tree = MemoryTree({"mm/sample.c": text})
        assert Shape.STORED in found
        assert index_members(tree, (), {(tag, "map") for tag in ("ops", "o")}).stored
