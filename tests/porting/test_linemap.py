"""Which line of a file corresponds to which of another version of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.porting.methods.edits import applied
from patchkit.porting.methods.linemap import LineMap

OLD = [b"%d\n" % number for number in range(10)]
NEW = [*OLD[:2], b"x\n", b"y\n", *OLD[2:5], b"z\n", *OLD[8:]]
texts = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"d\n", b"\n"]), max_size=14)


@pytest.mark.parametrize(
    ("line", "there"), [(0, 0), (1, 1), (2, 4), (4, 6), (5, 7), (6, 8), (7, 8), (8, 8), (9, 9), (10, 10)]
)
def test_between_blocks_the_nearer_one_says(line: int, there: int) -> None:
    assert LineMap(OLD, NEW).at(line) == there


def test_a_map_of_strangers_is_not_to_be_relied_on() -> None:
    assert LineMap(OLD, NEW).firm
    assert not LineMap([b"a\n", b"\n", b"b\n"], [b"c\n", b"\n", b"d\n"]).firm


@settings(derandomize=True, deadline=None, max_examples=200)
@given(old=texts, new=texts)
def test_the_edits_make_the_new_version(old: list[bytes], new: list[bytes]) -> None:
    lines = LineMap(old, new)
    assert applied(lines.edits(), old) == b"".join(new)
    mapped = [lines.at(at) for at in range(len(old) + 1)]
    assert mapped == sorted(mapped)
    assert all(0 <= at <= len(new) for at in mapped)
