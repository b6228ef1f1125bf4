from __future__ import annotations

import pytest

from patchkit.readers import names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (rb'"a/t\303\251.c"', b"a/t\xc3\xa9.c"),
        (rb'"a/tab\there.c"', b"a/tab\there.c"),
        (rb'"a/quote\"back\\slash"', b'a/quote"back\\slash'),
        (b"a/plain", None),
        (b'"a/open', None),
    ],
)
def test_unquote(text: bytes, name: bytes | None) -> None:
    found = names.unquote(text)
    assert (found and found[0]) == name


@pytest.mark.parametrize(
    ("name", "count", "rest"),
    [
        (b"a/mm/slot.c", 1, b"mm/slot.c"),
        (b"mm/slot.c", 0, b"mm/slot.c"),
        (b"/tmp/slot.c", 1, b"tmp/slot.c"),
        (b"a/mm//slot.c", 1, b"mm/slot.c"),
        (b"slot.c", 1, None),
        (b"a/", 1, None),
    ],
)
def test_strip_components(name: bytes, count: int, rest: bytes | None) -> None:
    assert names.strip_components(name, count) == rest


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (b"a/mm/slot.c b/mm/slot.c", b"mm/slot.c"),
        (b"a/a b/c b/a b/c", b"a b/c"),
        (b'"a/\\303\\251" "b/\\303\\251"', b"\xc3\xa9"),
        (b'a/\xc3\xa9 "b/\\303\\251"', b"\xc3\xa9"),
        (b"old/mm/slot.c new/mm/slot.c", b"mm/slot.c"),
        (b"a/one.c b/two.c", None),
        (b"a/one.c b/", None),
    ],
)
def test_git_line_name(field: bytes, name: bytes | None) -> None:
    assert names.git_line_name(field, 1) == name


@pytest.mark.parametrize(
    ("field", "other", "name"),
    [
        (b"a/slot.c\t2018-10-02 17:00:24.000000000 +0200", None, b"slot.c"),
        (b"a/slot.c 2018-10-02 17:00:24.000000000 +0200", None, b"slot.c"),
        (b"a/with space.c\t", None, b"with space.c"),
        (b"b/slot.c.orig", b"slot.c", b"slot.c"),
        (b"b/slot.c", b"slot.c.orig", b"slot.c"),
    ],
)
def test_traditional_name(field: bytes, other: bytes | None, name: bytes) -> None:
    assert names.traditional_name(field, 1, other) == name


@pytest.mark.parametrize(
    ("field", "epoch"),
    [
        (b"a/slot.c\t1970-01-01 00:00:00.000000000 +0000", True),
        (b"a/slot.c\t1970-01-01 01:00:00.000000000 +0100", True),
        (b"a/slot.c\t1969-12-31 16:00:00.000000000 -0800", True),
        (b"a/slot.c\t1970-01-01 00:00:00.000000000 +0100", False),
        (b"a/slot.c\t2018-10-02 17:00:24.000000000 +0200", False),
        (b"a/slot.c\t2018-13-45 17:00:24.000000000 +0200", False),
        (b"a/slot.c", False),
    ],
)
def test_epoch_stamp(field: bytes, epoch: bool) -> None:
    assert names.has_epoch_stamp(field) is epoch
