"""Lists as files lay them out: what stays where it is, and where a line is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchkit.cfacts.source import source_of
from patchkit.porting.completion.lists import LIMIT, read_list, rewritten, width

NAME = b"drain"

TABLE = {
    "added first": (
        b"int drain(u64 start, u64 size);",
        [b"int nid", 0, 1],
        b"int drain(int nid, u64 start, u64 size);",
    ),
    "added last": (b"\tdrain(a, b);", [0, 1, b"c"], b"\tdrain(a, b, c);"),
    "to an empty list": (b"int drain(void);", [b"int nid"], b"int drain(int nid);"),
    "all gone": (b"int drain(int nid)\n{", [], b"int drain(void)\n{"),
    "middle gone": (b"\tdrain(a, b, c);", [0, 2], b"\tdrain(a, c);"),
    "a whole line gone": (b"\tdrain(a,\n\t      b,\n\t      c);", [0, 2], b"\tdrain(a,\n\t      c);"),
    "a line's start passes on": (b"\tdrain(a,\n\t      b, c);", [0, 2], b"\tdrain(a,\n\t      c);"),
    "first gone": (b"\tdrain(a, b,\n\t      c);", [1, 2], b"\tdrain(b,\n\t      c);"),
    "list on its own line": (b"\tdrain(\n\t\ta, b);", [b"n", 0, 1], b"\tdrain(\n\t\tn, a, b);"),
    "moved": (b"\tdrain(a, b, c);", [2, 0, 1], b"\tdrain(c, a, b);"),
    "another text": (b"\tdrain(a, b);", [0, b"x"], b"\tdrain(a, x);"),
    "a comment stays with its item": (
        b"\tdrain(a, /* size */ b);",
        [b"n", 0, 1],
        b"\tdrain(n, a, /* size */ b);",
    ),
    "broken as the list is": (
        b"int drain(unsigned long start_pfn, unsigned long nr_pages,\n\tstruct altmap *altmap);",
        [b"int another_long_name", 0, 1, 2],
        b"int drain(int another_long_name, unsigned long start_pfn,\n"
        b"\tunsigned long nr_pages,\n\tstruct altmap *altmap);",
    ),
    "broken under the parenthesis": (
        b"static int drain(unsigned long start, unsigned long size, struct altmap *map)\n{",
        [b"int nid", 0, 1, 2],
        b"static int drain(int nid, unsigned long start, unsigned long size,\n"
        b"\t\t struct altmap *map)\n{",
    ),
    "broken as the file does": (
        b"int other(int one,\n\t\tint two);\n"
        b"static int drain(unsigned long start, unsigned long size, struct altmap *map)\n{",
        [b"int nid", 0, 1, 2],
        b"int other(int one,\n\t\tint two);\n"
        b"static int drain(int nid, unsigned long start, unsigned long size,\n"
        b"\t\tstruct altmap *map)\n{",
    ),
    "a line that was too long before stays": (
        b"static int drain(unsigned long start, unsigned long size, struct altmap *altmap, int why)\n{",
        [0, 1, 3],
        b"static int drain(unsigned long start, unsigned long size, int why)\n{",
    ),
    "an item over several lines": (
        b"\tdrain(start, size, altmap_valid ?\n\t      &map->altmap : NULL);",
        [b"node_of(page)", 0, 1, 2],
        b"\tdrain(node_of(page), start, size, altmap_valid ?\n\t      &map->altmap : NULL);",
    ),
}


def with_list(text: bytes, wanted: list[int | bytes]) -> bytes:
    source = source_of("a.c", text)
    old = read_list(source, text.index(NAME) + len(NAME))
    assert old is not None
    return text[: old.opening] + rewritten(source, old, wanted, b"void") + text[old.closing + 1 :]


@pytest.mark.parametrize(("text", "wanted", "expected"), TABLE.values(), ids=TABLE.keys())
def test_layout(text: bytes, wanted: list[int | bytes], expected: bytes) -> None:
    assert with_list(text, wanted) == expected


@pytest.mark.parametrize(
    "text",
    [
        b"\tdrain(a,\n#ifdef X\n\t      b,\n#endif\n\t      c);",
        b"\tdrain(a, // the first\n\t      b);",
        b"\tdrain = a;",
        b"\tdrain(a, b;",
    ],
    ids=["#if", "line comment", "no list", "not closed"],
)
def test_left_alone(text: bytes) -> None:
    assert read_list(source_of("a.c", text), text.index(NAME) + len(NAME)) is None


items = st.lists(st.from_regex(rb"[a-z]{1,30}", fullmatch=True), min_size=1, max_size=7)
breaks = st.sampled_from([b", ", b",\n\t      ", b",\n\t\t"])


@given(items, st.data())
def test_same_items_are_the_same_text(texts: list[bytes], data: st.DataObject) -> None:
    seams = [data.draw(breaks) for _ in texts[1:]]
    inside = b"".join(text + seam for text, seam in zip(texts, [*seams, b""], strict=True))
    text = b"\tdrain(" + inside + b");\n"
    assert with_list(text, list(range(len(texts)))) == text


@given(items, st.data())
def test_new_items_come_out_in_order_and_fit(texts: list[bytes], data: st.DataObject) -> None:
    seams = [data.draw(breaks) for _ in texts[1:]]
    inside = b"".join(text + seam for text, seam in zip(texts, [*seams, b""], strict=True))
    text = b"\tdrain(" + inside + b");\n"
    fitted = all(width(line) <= LIMIT for line in text.split(b"\n"))
    wanted: list[int | bytes] = list(range(len(texts)))
    wanted.insert(data.draw(st.integers(0, len(texts))), b"newest")
    got = with_list(text, wanted)
    names = [texts[one] if isinstance(one, int) else one for one in wanted]
    assert b"".join(got.split()) == b"drain(" + b",".join(names) + b");"
    assert not fitted or all(width(line) <= LIMIT for line in got.split(b"\n"))
