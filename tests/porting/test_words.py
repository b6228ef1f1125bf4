"""Words are merged where both sides changed others, apart from each other, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.porting.methods.words import MergedWords, called_in, merge_words, words_of

CALL = b"\tret = f(dev, size, flags);\n"
TEST = b"\tif (bad(dev))\n\t\treturn -EIO;\n"
FREEING = b"\tif (bad(dev)) {\n\t\tfree(dev);\n\t\treturn -EIO;\n\t}\n"


def lines_of(text: bytes) -> list[bytes]:
    return text.splitlines(keepends=True)


def weigh(word: bytes) -> float:
    return 2.0 if word.isalnum() else 0.2


def merged_words(base: bytes, ours: bytes, theirs: bytes) -> MergedWords | None:
    return merge_words([(lines_of(base), lines_of(theirs))], lines_of(ours), weigh)


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
        (
            CALL,
            b"\terr = f(dev, size, 0);\n",
            b"\tret = f(dev, size, 0);\n",
            b"\terr = f(dev, size, 0);\n",
        ),
        (TEST, TEST.replace(b"EIO", b"ENODEV"), FREEING, FREEING.replace(b"EIO", b"ENODEV")),
        (TEST, TEST.replace(b"bad", b"is_bad"), FREEING, FREEING.replace(b"bad", b"is_bad")),
        (
            CALL,
            b"\terr = f(dev, size);\n",
            b"\tret = f(dev, size, flags);\n",
            b"\terr = f(dev, size);\n",
        ),
        (CALL, CALL, b"", b""),
    ],
    ids=["other-words", "only-theirs", "both", "braces", "a-name", "only-ours", "gone"],
)
def test_merged(base: bytes, ours: bytes, theirs: bytes, merged: bytes) -> None:
    found = merged_words(base, ours, theirs)
    assert found is not None
    assert b"".join(found.lines) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        (CALL, b"\tret = f(dev, len, flags);\n", b"\tret = f(dev, size << 1, flags);\n"),
        (CALL, b"\tret = f(dev, size, flags, 1);\n", b"\tret = f(dev, size, flags, 2);\n"),
        (CALL, b"\tret = g(dev, size, flags);\n", b"\tret = f(my->dev, size, flags);\n"),
        (CALL, b"\terr = f(dev, size, flags);\n", b""),
        (CALL, b"\tgoto out;\n", b"\tret = f(dev, size);\n"),
        (b"a(x);\nz(x);\n", b"a(x);\nb(x);\nz(x);\n", b"a(x);\nc(x);\nz(x);\n"),
        (b"a(x);\nb(x);\nz();\n", b"a(x);\nz();\n", b"z();\n"),
        (CALL, CALL.replace(b", f", b",\tf"), CALL.replace(b", f", b",  f")),
        (b"", CALL, CALL),
    ],
    ids=[
        "same-word",
        "same-place",
        "one-word-between",
        "changed-and-removed",
        "other-code",
        "lines-at-one-place",
        "a-line-gone",
        "blanks",
        "nothing",
    ],
)
def test_both_meet(base: bytes, ours: bytes, theirs: bytes) -> None:
    assert merged_words(base, ours, theirs) is None


def test_longer_blocks_are_left_alone() -> None:
    text = b"".join(b"w%d " % number for number in range(500)) + b"\n"
    assert merged_words(text, text, text.replace(b"w7 ", b"v ")) is None


def test_how_much_the_target_has_kept() -> None:
    found = merged_words(CALL, b"\terr = f(dev, size, flags);\n", b"\tret = f(dev, size, 0);\n")
    assert found is not None
    assert 0.5 < found.kept < 1


def test_calls_with_other_arguments_are_named() -> None:
    found = merged_words(CALL, CALL.replace(b"flags", b"flags, 0"), b"\tif (x)\n\t\tg(y);\n" + CALL)
    assert found is not None
    assert found.otherwise == {b"f"}
    assert found.called == {b"g"}


def test_calls() -> None:
    assert list(called_in(words_of([b"x = f(a) + (b) * g (c);\n"]))) == [b"f", b"g"]


words = st.lists(st.sampled_from([b"a", b"b", b"(", b")", b" ", b"\n"]), min_size=1, max_size=20)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(base=words, theirs=words)
def test_an_unchanged_side_is_no_obstacle(base: list[bytes], theirs: list[bytes]) -> None:
    old, new = b"".join(base), b"".join(theirs)
    found = merged_words(old, old, new)
    assert found is not None
    assert b"".join(found.lines) == new


@settings(derandomize=True, deadline=None, max_examples=200)
@given(base=words, ours=words)
def test_a_change_of_nothing_leaves_the_target(base: list[bytes], ours: list[bytes]) -> None:
    old, own = b"".join(base), b"".join(ours)
    found = merged_words(old, own, old)
    assert found is not None
    assert b"".join(found.lines) == own
