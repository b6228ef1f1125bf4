"""Words are merged where both sides changed others of one line, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.porting.methods.words import merge_words

CALL = b"\tret = f(dev, size, flags);\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        (
            CALL,
            b"\terr = f(dev, size, flags);\n",
            b"\tret = f(dev, size, 0);\n",
            b"\terr = f(dev, size, 0);\n",
        ),
        (CALL, CALL, b"\tret = g(dev);\n", b"\tret = g(dev);\n"),
        (CALL, b"\tret = f(dev, len, flags);\n", b"\tret = f(dev, size << 1, flags);\n", None),
        (CALL, b"\tret = f(dev, size, flags, 1);\n", b"\tret = f(dev, size, flags, 2);\n", None),
        (CALL, b"\tgoto out_of_here_at_once;\n", b"\tret = f(dev, size, 0);\n", None),
        (
            CALL,
            b"\terr = f(dev, size, 0);\n",
            b"\tret = f(dev, size, 0);\n",
            b"\terr = f(dev, size, 0);\n",
        ),
        (CALL, CALL, b"", None),
        (b"", CALL, CALL, None),
    ],
    ids=[
        "other-words",
        "only-theirs",
        "same-word",
        "same-place",
        "other-code",
        "both",
        "gone",
        "nothing",
    ],
)
def test_three_ways(base: bytes, ours: bytes, theirs: bytes, merged: bytes | None) -> None:
    sides = [one.splitlines(keepends=True) for one in (base, ours, theirs)]
    found = merge_words(sides[0], sides[1], sides[2])
    assert found == (None if merged is None else merged.splitlines(keepends=True))


words = st.lists(st.sampled_from([b"a", b"b", b"(", b")", b" ", b"\n"]), min_size=1, max_size=20)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(base=words, theirs=words)
def test_an_unchanged_side_is_no_obstacle(base: list[bytes], theirs: list[bytes]) -> None:
    old, new = (b"".join(one).splitlines(keepends=True) for one in (base, theirs))
    assert merge_words(old, old, new) == new
