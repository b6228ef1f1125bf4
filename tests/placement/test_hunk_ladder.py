"""The ladder for one hunk: which rung holds, at which line, and why none does."""

from __future__ import annotations

import pytest

from patchkit.model.facts import FunctionSpan, Outline
from patchkit.model.placement import Candidate, Outcome, Reason
from patchkit.placement import PlacementOptions, place_file
from tests.placement.makers import brief, file_patch, numbered, outline_of

HEAD = b"--- a/f.c\n+++ b/f.c\n"

REPLACE_10 = HEAD + (
    b"@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+LINE TEN\n line 11\n line 12\n line 13\n"
)
INSERT_AFTER_9 = HEAD + (
    b"@@ -7,6 +7,7 @@\n line 7\n line 8\n line 9\n+brand new\n line 10\n line 11\n line 12\n"
)
DELETE_10 = HEAD + (
    b"@@ -7,7 +7,6 @@\n line 7\n line 8\n line 9\n-line 10\n line 11\n line 12\n line 13\n"
)
APPEND = HEAD + b"@@ -18,3 +18,4 @@\n line 18\n line 19\n line 20\n+brand new\n"
PREPEND = HEAD + b"@@ -1,3 +1,4 @@\n+brand new\n line 1\n line 2\n line 3\n"
BARE_INSERT = HEAD + b"@@ -10,0 +11 @@\n+brand new\n"
BARE_REPLACE = HEAD + b"@@ -10 +10 @@\n-line 10\n+LINE TEN\n"


@pytest.mark.parametrize(
    ("diff", "data", "expected"),
    [
        pytest.param(REPLACE_10, numbered(20), ("exact", 7, 0, 0), id="exact"),
        pytest.param(REPLACE_10, b"a\nb\n" + numbered(20), ("offset", 9, 2, 0), id="offset-down"),
        pytest.param(REPLACE_10, numbered(20, {1: b"", 2: b""}), ("offset", 5, -2, 0), id="offset-up"),
        pytest.param(REPLACE_10, numbered(20, {7: b"x\n"}), ("fuzz", 7, 0, 1), id="fuzz-1-above"),
        pytest.param(REPLACE_10, numbered(20, {13: b"x\n"}), ("fuzz", 7, 0, 1), id="fuzz-1-below"),
        pytest.param(REPLACE_10, numbered(20, {8: b"x\n"}), ("fuzz", 7, 0, 2), id="fuzz-2"),
        pytest.param(
            REPLACE_10, b"a\n" + numbered(20, {8: b"x\n"}), ("fuzz", 8, 1, 2), id="fuzz-and-offset"
        ),
        pytest.param(
            REPLACE_10, numbered(20, {9: b"x\n"}), ("rejected", None, 0, 0), id="fuzz-3-is-refused"
        ),
        pytest.param(REPLACE_10, numbered(20, {10: b"LINE TEN\n"}), ("already", 7, 0, 0), id="already"),
        pytest.param(
            REPLACE_10,
            b"a\n" + numbered(20, {10: b"LINE TEN\n"}),
            ("already", 8, 1, 0),
            id="already-moved",
        ),
        pytest.param(
            INSERT_AFTER_9,
            numbered(20, {9: b"line 9\nbrand new\n"}),
            ("already", 7, 0, 0),
            id="already-inserted",
        ),
        pytest.param(DELETE_10, numbered(20, {10: b""}), ("already", 7, 0, 0), id="already-deleted"),
        pytest.param(
            DELETE_10,
            numbered(20, {10: b"", 15: b"line 10\n"}),
            ("rejected", None, 0, 0),
            id="not-already-deleted-while-the-line-stands-elsewhere",
        ),
        pytest.param(
            DELETE_10,
            numbered(20, {10: b""}) * 2,
            ("rejected", None, 0, 0),
            id="not-already-deleted-at-two-places",
        ),
        pytest.param(APPEND, numbered(20), ("exact", 18, 0, 0), id="append"),
        pytest.param(APPEND, b"a\n" + numbered(20), ("offset", 19, 1, 0), id="append-moved"),
        pytest.param(APPEND, numbered(21), ("rejected", None, 0, 0), id="append-not-at-the-end"),
        pytest.param(APPEND, numbered(20, {18: b"x\n"}), ("fuzz", 18, 0, 1), id="append-fuzz"),
        pytest.param(PREPEND, numbered(20), ("exact", 1, 0, 0), id="prepend"),
        pytest.param(
            PREPEND, b"a\n" + numbered(20), ("rejected", None, 0, 0), id="prepend-not-at-the-start"
        ),
        pytest.param(PREPEND, numbered(20, {3: b"x\n"}), ("fuzz", 1, 0, 1), id="prepend-fuzz"),
        pytest.param(BARE_INSERT, numbered(20), ("rejected", None, 0, 0), id="nothing-to-compare"),
        pytest.param(BARE_REPLACE, numbered(20), ("exact", 10, 0, 0), id="no-context"),
        pytest.param(BARE_REPLACE, b"a\n" + numbered(20), ("offset", 11, 1, 0), id="no-context-moved"),
    ],
)
def test_rung(diff: bytes, data: bytes, expected: tuple[str, int | None, int, int]) -> None:
    placement, result = place_file(data, file_patch(diff))
    (hunk,) = placement.hunks
    assert brief(hunk) == expected
    assert placement.outcome is hunk.outcome
    assert (result == data) is not hunk.outcome.applied


@pytest.mark.parametrize(("most", "fits"), [(0, False), (1, False), (2, True)])
def test_fuzz_goes_as_far_as_the_options_say(most: int, fits: bool) -> None:
    placement, _ = place_file(
        numbered(20, {8: b"x\n"}), file_patch(REPLACE_10), None, PlacementOptions(max_fuzz=most)
    )
    assert placement.outcome.applied is fits


def test_fuzz_keeps_the_context_lines_of_the_file() -> None:
    _, result = place_file(numbered(20, {7: b"x\n", 13: b"y\n"}), file_patch(REPLACE_10))
    assert result == numbered(20, {7: b"x\n", 10: b"LINE TEN\n", 13: b"y\n"})


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        pytest.param(
            numbered(20, {9: b"something else\n"}),
            Reason.CONTEXT_DIFFERS,
            "context differs at line 9: expected 'line 9', found 'something else'",
            id="a-context-line",
        ),
        pytest.param(
            numbered(20, {9: b"line  9\n"}),
            Reason.CONTEXT_DIFFERS,
            "stands at line 7, wrapped differently: "
            "context differs at line 9: expected 'line 9', found 'line  9' (only white space differs)",
            id="white-space",
        ),
        pytest.param(
            numbered(20, {9: b"line 9\nin between\n"}),
            Reason.CONTEXT_DIFFERS,
            "context differs at line 10: expected 'line 10', found 'in between'",
            id="a-line-in-between",
        ),
        pytest.param(
            numbered(20, {10: b"reworked\n"}),
            Reason.REMOVED_LINES_GONE,
            "removed line 'line 10' is nowhere in the file; "
            "context differs at line 10: expected 'line 10', found 'reworked'",
            id="removed-line-gone",
        ),
        pytest.param(
            numbered(20).replace(b"\n", b"\r\n"),
            Reason.CONTEXT_DIFFERS,
            "line endings differ: the file has CRLF where the diff has LF",
            id="line-endings",
        ),
        pytest.param(
            b"nothing\nof it\n",
            Reason.REMOVED_LINES_GONE,
            "removed line 'line 10' is nowhere in the file; none of the hunk's lines is in the file",
            id="another-file",
        ),
        pytest.param(
            numbered(9),
            Reason.REMOVED_LINES_GONE,
            "removed line 'line 10' is nowhere in the file; "
            "context differs at the end of the file: expected 'line 10'",
            id="cut-short",
        ),
    ],
)
def test_refusals_name_the_place_and_both_texts(data: bytes, reason: Reason, detail: str) -> None:
    placement, result = place_file(data, file_patch(REPLACE_10))
    (hunk,) = placement.hunks
    assert (hunk.outcome, hunk.reason, hunk.detail) == (Outcome.REJECTED, reason, detail)
    assert placement.reason is reason
    assert result == data


@pytest.mark.parametrize(
    ("diff", "data", "detail"),
    [
        pytest.param(
            APPEND, numbered(21), "the lines stand at line 18, but not where the file ends", id="end"
        ),
        pytest.param(
            PREPEND,
            b"a\n" + numbered(20),
            "the lines stand at line 2, but not where the file begins",
            id="start",
        ),
        pytest.param(
            BARE_INSERT, numbered(20), "the hunk has no line to find its place by", id="no-lines"
        ),
    ],
)
def test_refusals_at_the_edges_of_a_file(diff: bytes, data: bytes, detail: str) -> None:
    placement, _ = place_file(data, file_patch(diff))
    assert placement.hunks[0].detail.startswith(detail)


TWIN = b"int %s(void)\n{\n\tint ret;\n\n\tlock();\n\tret = work();\n\tunlock();\n\n\treturn ret;\n}\n\n"
TWINS = TWIN % b"first" + TWIN % b"second" + TWIN % b"third"
TWIN_DIFF = HEAD + (
    b"@@ -%d,7 +%d,7 @@ int %s(void)\n \tint ret;\n \n \tlock();\n-\tret = work();\n"
    b"+\tret = work(1);\n \tunlock();\n \n \treturn ret;\n"
)


def test_the_nearest_of_several_places_wins_and_the_others_are_kept() -> None:
    placement, _ = place_file(TWINS, file_patch(TWIN_DIFF % (15, 15, b"")))
    (hunk,) = placement.hunks
    assert brief(hunk) == ("offset", 14, -1, 0)
    assert hunk.rivals == (Candidate(25, 0), Candidate(3, 0))


@pytest.mark.parametrize(
    ("heading", "line", "landed"),
    [(b"first", 3, "first"), (b"second", 14, "second"), (b"third", 25, "third")],
)
def test_the_function_of_the_heading_beats_distance(heading: bytes, line: int, landed: str) -> None:
    diff = file_patch(TWIN_DIFF % (15, 15, heading))
    placement, _ = place_file(TWINS, diff, outline_of("f.c", TWINS))
    (hunk,) = placement.hunks
    assert (hunk.line, hunk.landed_in, hunk.written_for) == (line, landed, landed)
    assert len(hunk.rivals) == 2
    why = f"taken because it is in {landed}(); line 14 in second() is nearer"
    assert hunk.detail == ("" if landed == "second" else why)


def test_a_heading_that_no_place_has_refuses_them_all() -> None:
    diff = file_patch(TWIN_DIFF % (15, 15, b"another"))
    placement, result = place_file(TWINS, diff, outline_of("f.c", TWINS))
    (hunk,) = placement.hunks
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.WRONG_FUNCTION)
    assert (hunk.line, hunk.written_for, hunk.landed_in) == (None, "another", "")
    assert hunk.rivals == (
        Candidate(14, 0, "second"), Candidate(25, 0, "third"), Candidate(3, 0, "first"),
    )  # fmt: skip
    assert result == TWINS


def test_a_place_whose_function_the_outline_lacks_is_not_deserted() -> None:
    outline = Outline(tuple(span for span in outline_of("", TWINS).functions if span.name != "second"))
    placement, _ = place_file(TWINS, file_patch(TWIN_DIFF % (14, 14, b"third")), outline)
    assert brief(placement.hunks[0]) == ("exact", 14, 0, 0)


def test_a_tie_that_only_the_search_order_would_break_is_refused() -> None:
    data = TWINS.replace(b"int second(void)\n{\n\tint ret;\n", b"int second(void)\n{\n\tint r;\n")
    diff = (TWIN_DIFF % (14, 14, b"")).replace(b" int (void)", b"")
    placement, result = place_file(data, file_patch(diff), outline_of("", data))
    (hunk,) = placement.hunks
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.AMBIGUOUS)
    assert hunk.rivals == (Candidate(25, 0, "third"), Candidate(3, 0, "first"))
    assert hunk.detail == "2 places fit equally well and nothing decides between them"
    assert result == data


def test_without_context_several_places_are_one_too_many() -> None:
    data = numbered(20, {3: b"line 10\n"})
    placement, _ = place_file(b"a\n" + data, file_patch(BARE_REPLACE))
    assert placement.hunks[0].reason is Reason.AMBIGUOUS


def test_an_insertion_between_two_functions_is_in_neither() -> None:
    data = TWIN % b"first" + TWIN % b"second"
    diff = file_patch(
        HEAD
        + b"@@ -9,5 +9,6 @@ int first(void)\n \treturn ret;\n }\n \n+int new;\n int second(void)\n {\n"
    )
    outline = outline_of("", data)
    assert outline.functions[1] == FunctionSpan("second", 12, 21)
    placement, _ = place_file(data, diff, outline)
    (hunk,) = placement.hunks
    assert (hunk.written_for, hunk.landed_in) == ("", "")


def test_hunks_keep_their_order_and_their_distance() -> None:
    diff = REPLACE_10 + (
        b"@@ -15,6 +15,7 @@\n line 15\n line 16\n line 17\n+more\n line 18\n line 19\n line 20\n"
    )
    data = b"a\nb\n" + numbered(40) + numbered(20)
    placement, result = place_file(data, file_patch(diff))
    assert [brief(hunk) for hunk in placement.hunks] == [("offset", 9, 2, 0), ("offset", 17, 2, 0)]
    changed = numbered(40, {10: b"LINE TEN\n", 17: b"line 17\nmore\n"})
    assert result == b"a\nb\n" + changed + numbered(20)


def test_a_hunk_never_goes_before_an_earlier_one() -> None:
    diff = REPLACE_10 + (b"@@ -17,4 +17,5 @@\n line 17\n line 18\n+more\n line 19\n line 20\n")
    tail = numbered(20).split(b"line 17\n")[1]
    data = b"line 17\n" + tail + numbered(16)
    placement, _ = place_file(data, file_patch(diff))
    assert [hunk.outcome for hunk in placement.hunks] == [Outcome.OFFSET, Outcome.REJECTED]
    assert "an earlier hunk of the file went in" in placement.hunks[1].detail


def test_what_a_hunk_wrote_is_not_matched_again() -> None:
    diff = HEAD + (
        b"@@ -1,3 +1,6 @@\n line 1\n line 2\n+line 4\n+line 5\n+line 6\n line 3\n"
        b"@@ -4,3 +7,2 @@\n line 4\n-line 5\n line 6\n"
    )
    placement, result = place_file(b"line 1\nline 2\nline 3\n", file_patch(diff))
    assert [hunk.outcome for hunk in placement.hunks] == [Outcome.EXACT, Outcome.REJECTED]
    assert result == b"line 1\nline 2\nline 4\nline 5\nline 6\nline 3\n"


def test_a_hunk_that_is_there_already_counts_for_where_the_next_one_is_expected() -> None:
    diff = INSERT_AFTER_9 + (
        b"@@ -15,6 +16,7 @@\n line 15\n line 16\n line 17\n+more\n line 18\n line 19\n line 20\n"
    )
    there = numbered(20, {9: b"line 9\nbrand new\n"})
    placement, result = place_file(there, file_patch(diff))
    assert [brief(hunk) for hunk in placement.hunks] == [("already", 7, 0, 0), ("offset", 16, 1, 0)]
    assert result == numbered(20, {9: b"line 9\nbrand new\n", 17: b"line 17\nmore\n"})
