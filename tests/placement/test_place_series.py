"""A whole series: prefix trees, and patches that fail in between."""

from __future__ import annotations

from patchkit.model.placement import Outcome
from patchkit.placement import place_series
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import numbered, outcomes, outline_of, series

HEAD = b"--- a/f\n+++ b/f\n"


def replace_line(number: int, old: bytes, new: bytes) -> bytes:
    """A patch of one hunk with one line of context on both sides."""
    return HEAD + b"@@ -%d,3 +%d,3 @@\n line %d\n-%s\n+%s\n line %d\n" % (
        number - 1, number - 1, number - 1, old, new, number + 1,
    )  # fmt: skip


def test_each_patch_is_placed_on_what_the_ones_before_it_left() -> None:
    posted = series(replace_line(3, b"line 3", b"three"), replace_line(3, b"three", b"THREE"))
    tree = MemoryTree({"f": numbered(5)})
    placed = place_series(posted, tree, outline_of)
    assert [patch.number for patch in placed.patches] == [1, 2]
    assert all(patch.clean for patch in placed.patches)
    assert placed.trees[0] is tree
    assert [prefix.read("f") for prefix in placed.trees] == [
        numbered(5), numbered(5, {3: b"three\n"}), numbered(5, {3: b"THREE\n"}),
    ]  # fmt: skip


def test_a_failed_patch_does_not_hide_the_later_ones() -> None:
    posted = series(
        replace_line(3, b"line 3", b"three"),
        replace_line(7, b"not there", b"seven"),
        replace_line(9, b"line 9", b"nine"),
    )
    placed = place_series(posted, MemoryTree({"f": numbered(12)}), outline_of)
    assert [patch.clean for patch in placed.patches] == [True, False, True]
    assert placed.trees[2] is placed.trees[1]
    assert placed.trees[3].read("f") == numbered(12, {3: b"three\n", 9: b"nine\n"})


def test_what_fits_of_a_failed_patch_is_there_for_the_next_one() -> None:
    half = replace_line(3, b"line 3", b"three") + replace_line(7, b"gone", b"x").removeprefix(HEAD)
    posted = series(half, replace_line(3, b"three", b"THREE"))
    placed = place_series(posted, MemoryTree({"f": numbered(12)}), outline_of)
    assert outcomes(placed.patches[0].files[0]) == [Outcome.EXACT, Outcome.REJECTED]
    assert placed.patches[1].clean
    assert placed.trees[2].read("f") == numbered(12, {3: b"THREE\n"})


def test_progress_counts_patches() -> None:
    told: list[tuple[int, int]] = []
    posted = series(replace_line(3, b"line 3", b"three"), replace_line(5, b"line 5", b"five"))
    place_series(posted, MemoryTree({"f": numbered(9)}), outline_of, lambda *now: told.append(now))
    assert told == [(1, 2), (2, 2)]
