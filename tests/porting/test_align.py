"""Where the lines of a hunk stand in a file that has changed in the meantime."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.porting.methods.align import Alignment, Expected, alignments
from patchkit.porting.methods.lines import FileLines
from tests.porting.questions import aligned, hunk_of, words

steady = settings(derandomize=True, deadline=None, max_examples=60)
BODY = [b"\tstep_%d(dev, %d);\n" % (at, at) for at in range(20)]


def found(before: bytes, after: bytes, target: bytes, at: int = 0) -> list[Alignment]:
    return alignments(Expected.of(hunk_of(before, after), at), FileLines(target), lambda _: True)


def test_the_file_it_was_made_on_is_exact() -> None:
    before, after = words("a b c d e f g"), words("a b c X e f g")
    (only,) = found(before, after, before)
    assert only.rows == tuple(range(7))
    assert only.exact == (True,) * 7
    assert only.quality == 1.0
    assert only.start == 0


def test_every_place_where_all_stands_is_told() -> None:
    block = words("one two three")
    both = found(block, words("one TWO three"), block + words("x y") + block, at=5)
    assert [one.start for one in both] == [5, 0]


def test_a_place_that_is_not_allowed_hides_no_other_one() -> None:
    """In its own function the lines stand with one more; in another one they stand as they are."""
    block = words("one two three")
    hunk, file = hunk_of(block, words("one TWO three")), FileLines(block + words("one x two three"))
    ways = alignments(Expected.of(hunk, 0, (3, 7)), file, lambda one: one.start > 1)
    assert ways[0].rows == (3, 5, 6)


def test_lines_may_be_lost_and_others_in_between() -> None:
    before = words("alpha beta gamma delta epsilon zeta eta")
    best = found(before, before.replace(b"delta", b"DELTA"), words("alpha gamma x y delta zeta eta"))[0]
    assert best.rows == (0, None, 1, 4, None, 5, 6)
    assert 0 < best.quality < 1


def test_a_line_in_other_words_is_a_match_that_is_not_exact() -> None:
    before = b"int a;\n\tret = queue_lock(queue, depth);\nint b;\n"
    after = before.replace(b"int b", b"int c")
    target = b"int a;\n\tret = queue_lock(queue, depth, flags);\nint b;\n"
    best = found(before, after, target)[0]
    assert best.rows == (0, 1, 2)
    assert best.exact == (True, False, True)


def test_nothing_alike_is_no_alignment() -> None:
    assert found(words("alpha beta gamma"), words("alpha X gamma"), words("1 2 3 4 5")) == []
    assert found(words("alpha beta gamma"), words("alpha X gamma"), b"") == []


@pytest.mark.parametrize("at", [0, 3, 40])
def test_the_nearest_of_equals_comes_first(at: int) -> None:
    block = words("one two three")
    filler = b"".join(b"filler_%d\n" % number for number in range(37))
    target = block + filler + block
    best = found(block, words("one TWO three"), target, at)[0]
    assert best.start == (0 if at < 20 else 40)


@steady
@given(seed=st.integers(0, 2**32 - 1))
def test_lines_inserted_between_context_leave_the_same_change(seed: int) -> None:
    """A replacement in the middle; the target has k other lines somewhere between its context lines."""
    rng = random.Random(seed)
    before = BODY[:]
    after = [*before[:9], b"\tnew_step(dev);\n", *before[10:]]
    target, wanted = before[:], after[:]
    for _ in range(rng.randint(1, 3)):
        more = [b"\tother_%d();\n" % rng.randrange(10**6) for _ in range(rng.randint(1, 4))]
        above = rng.random() < 0.5
        tail = rng.randrange(1, 8)
        at = rng.randrange(1, 8) if above else -tail
        mark = BODY[at] if above else BODY[len(BODY) - tail]
        for text in (target, wanted):
            place = text.index(mark)
            text[place:place] = more
    assert aligned(b"".join(before), b"".join(after), b"".join(target)) == b"".join(wanted)


@steady
@given(seed=st.integers(0, 2**32 - 1), tabs=st.integers(0, 3))
def test_a_block_that_is_indented_further_is_changed_in_its_own_way(seed: int, tabs: int) -> None:
    rng = random.Random(seed)
    at = rng.randrange(2, 18)
    after = [*BODY[:at], b"\tnew_step(dev);\n", b"\tif (x)\n", b"\t\ty();\n", *BODY[at:]]
    indent = b"\t" * tabs
    target, wanted = (b"".join(indent + line for line in text) for text in (BODY, after))
    assert aligned(b"".join(BODY), b"".join(after), target) == wanted


ONE = words("alpha beta gamma delta epsilon zeta eta theta iota")


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        (words("1 2 3 epsilon 4 5 6"), True),
        (words("1 2 epsilon 3 epsilon 4"), False),
        (words("1 2 EPSILON 3 4"), False),
    ],
    ids=["nowhere else", "twice", "other form"],
)
def test_a_line_to_be_removed_that_stands_once_is_meant(target: bytes, meant: bool) -> None:
    ways = found(ONE, ONE.replace(b"epsilon\n", b""), target)
    assert any(way.quality >= 0.3 for way in ways) is meant


def test_lines_to_be_removed_are_not_meant_where_others_stand_between() -> None:
    ways = found(ONE, ONE.replace(b"delta\nepsilon\n", b""), words("1 2 delta 3 epsilon 4 5"))
    assert all(way.quality < 0.3 for way in ways)
