"""What a hunk does to a file, as values that are equal when the bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.placement.bases import with_hunks
from patchkit.porting.methods.edits import Edit, applied, hunk_edits, normalised
from patchkit.porting.methods.lines import split_lines
from tests.placement.makers import edit_of, file_patch

A, B, C, X = b"a\n", b"b\n", b"c\n", b"x\n"
steady = settings(derandomize=True, deadline=None, max_examples=200)
few = st.lists(st.sampled_from([A, B]), max_size=8)
texts = st.lists(st.sampled_from([A, B, C, b"\n"]), max_size=12)


@pytest.mark.parametrize(
    ("lines", "edit", "same"),
    [
        ([A, B, C], Edit(0, 2, (A, X)), Edit(1, 2, (X,))),
        ([A, B, C], Edit(1, 3, (X, C)), Edit(1, 2, (X,))),
        ([A, A, B], Edit(2, 2, (A,)), Edit(0, 0, (A,))),
        ([A, B, C], Edit(2, 2, (A, B)), Edit(0, 0, (A, B))),
        ([A, B, A, B, C], Edit(2, 4, ()), Edit(0, 2, ())),
        ([A, B, C], Edit(1, 2, (X,)), Edit(1, 2, (X,))),
        ([A, B], Edit(2, 2, (X,)), Edit(2, 2, (X,))),
    ],
)
def test_equal_results_are_equal_values(lines: list[bytes], edit: Edit, same: Edit) -> None:
    assert normalised([edit], lines) == (same,)
    assert applied([edit], lines) == applied([same], lines)


@pytest.mark.parametrize("edit", [Edit(1, 1, ()), Edit(0, 2, (A, B))])
def test_an_edit_that_changes_nothing_is_none(edit: Edit) -> None:
    assert normalised([edit], [A, B, C]) == ()


@steady
@given(lines=few, data=st.data())
def test_single_edits_are_equal_iff_the_bytes_are(lines: list[bytes], data: st.DataObject) -> None:
    """Insertions, deletions and replacements, over two letters so that many leave the same bytes."""
    edits = []
    for _ in range(2):
        start = data.draw(st.integers(0, len(lines)))
        end = data.draw(st.integers(start, len(lines)))
        pure = data.draw(st.booleans())
        new = () if pure and end > start else tuple(data.draw(few))
        edits.append(Edit(start, start if pure and new else end, new))
    one, other = (normalised([edit], lines) for edit in edits)
    results = [applied([edit], lines) for edit in edits]
    assert [applied(one, lines), applied(other, lines)] == results
    if all(edit.start == edit.end or not edit.lines for edit in (*one, *other)):
        assert (one == other) == (results[0] == results[1])
    elif one == other:
        assert results[0] == results[1]


@steady
@given(before=texts, after=texts)
def test_a_hunk_as_edits_does_what_the_hunk_does(before: list[bytes], after: list[bytes]) -> None:
    old, new = b"".join(before), b"".join(after)
    if old == new or not old or not new:
        return
    patch = file_patch(edit_of("f.c", old, new))
    starts = [max(0, hunk.old_start - 1) if hunk.old_count else hunk.old_start for hunk in patch.hunks]
    edits = [
        edit for hunk, start in zip(patch.hunks, starts, strict=True) for edit in hunk_edits(hunk, start)
    ]
    assert applied(edits, split_lines(old)) == new
    assert with_hunks(old, zip(patch.hunks, starts, strict=True)) == new


def test_edits_that_meet_are_told() -> None:
    lines = [A, B, C]
    assert applied([Edit(0, 2, (X,)), Edit(1, 3, ())], lines) is None
    assert applied([Edit(0, 1, (X,)), Edit(1, 2, ())], lines) == b"x\nc\n"
    assert applied([], lines) == b"a\nb\nc\n"
