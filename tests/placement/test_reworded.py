"""There in other words: the same tokens with other white space and comments, and what is not enough."""

from __future__ import annotations

import pytest

from patchkit.model.placement import Outcome, Reason
from patchkit.placement import place_file
from tests.placement.makers import brief, edit_of, file_patch, outline_of

BEFORE = b"""int ring_walk(struct ring *ring, long start)
{
	struct slot *slot;
	int ret = -1;

	for (slot = first(ring); slot; slot = next(slot)) {
		if (slot->start > start)
			break;

		if (slot->flags & SLOT_BUSY)
			break;
		ret = slot_drop(slot);
	}
	return ret;
}
"""
CHECK = b"""		/* What is not ours is left alone. */
		if (!(slot->flags & SLOT_OURS)) {
			ret = 0;
			break;
		}

"""
PLACE = b"			break;\n\n		if (slot->flags & SLOT_BUSY)"


def with_check(check: bytes = CHECK) -> bytes:
    return BEFORE.replace(PLACE, PLACE.replace(b"\n\n", b"\n\n" + check))


HEADING = "int ring_walk(struct ring *ring, long start)"
DIFF = edit_of("lib/ring.c", BEFORE, with_check(), HEADING)


def only_hunk(data: bytes, diff: bytes = DIFF, name: str = "lib/ring.c"):  # type: ignore[no-untyped-def]
    named = diff.replace(b"lib/ring.c", name.encode())
    placement, result = place_file(data, file_patch(named), outline_of(name, data))
    (hunk,) = placement.hunks
    assert (result != data) is hunk.outcome.applied
    return hunk


REWRAPPED = CHECK.replace(b"/* What is not ours is left alone. */", b"/*\n\t\t * Not ours.\n\t\t */")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(with_check(REWRAPPED), id="comment"),
        pytest.param(
            with_check(CHECK.replace(b"/* What is not ours is left alone. */\n", b"\n")), id="none"
        ),
        pytest.param(with_check(CHECK.replace(b"& SLOT", b"&\n\t\t      SLOT")), id="line-break"),
        pytest.param(with_check(CHECK.replace(b"\t\t\t", b"        ")), id="indentation"),
        pytest.param(
            with_check(REWRAPPED).replace(b"slot->start > start)\n", b"slot->start >\n\t\t    start)\n"),
            id="context",
        ),
    ],
)
def test_there_in_other_words(data: bytes) -> None:
    hunk = only_hunk(data)
    assert (hunk.outcome, hunk.line, hunk.fuzz) == (Outcome.ALREADY, 7, 0)
    assert (hunk.landed_in, hunk.detail) == ("ring_walk", "in other words")


def test_line_endings_are_white_space() -> None:
    assert only_hunk(with_check(REWRAPPED).replace(b"\n", b"\r\n")).outcome is Outcome.ALREADY


def test_outer_context_may_be_missing_when_the_change_tells_its_place() -> None:
    data = with_check(REWRAPPED).replace(
        b"\t\tif (slot->start > start)\n", b"\t\tif (is_behind(slot))\n"
    )
    hunk = only_hunk(data)
    assert (hunk.outcome, hunk.fuzz, hunk.detail) == (Outcome.ALREADY, 1, "in other words")


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        pytest.param(BEFORE, Outcome.EXACT, id="not-there"),
        pytest.param(with_check(REWRAPPED.replace(b"OURS", b"BUSY")), Outcome.FUZZ, id="another-check"),
        pytest.param(with_check(REWRAPPED.replace(b"ret = 0", b"ret = 1")), Outcome.FUZZ, id="a-number"),
        pytest.param(
            with_check(REWRAPPED).replace(b"ring_walk", b"ring_other") + BEFORE,
            Outcome.OFFSET,
            id="in-another-function",
        ),
    ],
)
def test_not_there(data: bytes, outcome: Outcome) -> None:
    assert only_hunk(data).outcome is outcome


def test_in_another_function_it_is_no_reason_to_stop() -> None:
    own = BEFORE.replace(b"slot->start > start", b"slot->from > start")
    hunk = only_hunk(with_check(REWRAPPED).replace(b"ring_walk", b"ring_other") + own)
    assert (hunk.outcome, hunk.landed_in) == (Outcome.FUZZ, "ring_walk")


def test_what_is_not_c_is_compared_as_text_only() -> None:
    assert only_hunk(with_check(REWRAPPED), name="ring.txt").outcome is Outcome.FUZZ


SMALL = b"--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,3 @@\n a();\n+%s\n b();\n"


@pytest.mark.parametrize("added", [b"}", b"{", b"b();", b"ret = 0;", b"/* nothing */", b"#endif"])
def test_a_short_postimage_is_no_proof(added: bytes) -> None:
    data = b"c();\na ( );\n" + added + b"\nb ( );\nd();\n"
    hunk = only_hunk(data, SMALL % added)
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.CONTEXT_DIFFERS)


LONGER = BEFORE.replace(b"-1;\n\n", b"-1;\n\n\twarn(ring, start);\n")
DELETION = edit_of("lib/ring.c", LONGER, BEFORE, HEADING)
WIDE = BEFORE.replace(b"int ret = -1;", b"int  ret = -1;")


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        pytest.param(WIDE, Outcome.ALREADY, id="gone"),
        pytest.param(
            WIDE + b"void f(void)\n{\n\twarn(ring,\n\t     start);\n}\n", Outcome.REJECTED, id="stands"
        ),
        pytest.param(WIDE + WIDE.replace(b"walk", b"walk2"), Outcome.REJECTED, id="two-places"),
    ],
)
def test_a_deletion_is_done_when_nothing_of_it_stands(data: bytes, outcome: Outcome) -> None:
    assert only_hunk(data, DELETION).outcome is outcome


def test_the_next_hunk_is_expected_where_other_words_end() -> None:
    done = (b"\treturn ret;\n", b"\tdone(ring);\n\treturn ret;\n")
    longer = (b"\treturn ret;\n", b"\ta();\n\tb();\n\tc();\n\td();\n\treturn ret;\n")
    before, data = BEFORE.replace(*longer), with_check(REWRAPPED).replace(*longer)
    diff = edit_of("lib/ring.c", before, with_check().replace(*longer).replace(*done), HEADING)
    placement, result = place_file(data, file_patch(diff), outline_of("", data))
    assert [brief(hunk) for hunk in placement.hunks] == [("already", 7, 0, 0), ("offset", 23, 8, 0)]
    assert result == data.replace(*done)


def test_what_is_there_is_not_put_in_again_beside_itself() -> None:
    """One hunk with two changes, of which the tree has one: no rung knows it, and fuzz would double it."""
    done = (b"\tret = slot_drop(slot);\n", b"\tret = slot_take(slot);\n")
    diff = edit_of("lib/ring.c", BEFORE, with_check().replace(*done), HEADING)
    hunk = only_hunk(with_check(REWRAPPED), diff)
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.CONTEXT_DIFFERS)
    assert hunk.detail == (
        "some of what it adds is there at line 13; context differs at line 10: "
        "expected 'if (slot->flags & SLOT_BUSY)', found '/*'"
    )


def test_a_preimage_in_other_words_is_said_and_not_used() -> None:
    hunk = only_hunk(BEFORE.replace(b"slot->flags &", b"slot->flags\n\t\t    &"))
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.CONTEXT_DIFFERS)
    assert hunk.detail == (
        "stands at line 7, wrapped differently: context differs at line 10: "
        "expected 'if (slot->flags & SLOT_BUSY)', found 'if (slot->flags'"
    )


def test_a_preimage_in_other_words_in_another_function_is_not_said() -> None:
    data = BEFORE.replace(b"slot->flags &", b"slot->flags\n\t\t    &").replace(b"walk", b"other")
    own = b"int ring_walk(struct ring *ring, long start)\n{\n\treturn 0;\n}\n"
    assert "wrapped" not in only_hunk(own + data).detail


TWICE = BEFORE.replace(
    b"\t}\n\treturn ret;\n",
    b"\t}\n" + b"\tpad();\n" * 12 + BEFORE[BEFORE.index(b"\tfor (") : BEFORE.index(b"\treturn ret;")]
    + b"\treturn ret;\n",
)  # fmt: skip


@pytest.mark.parametrize(
    ("check", "detail"),
    [
        pytest.param(CHECK, "the text would fit a second time at line 33", id="as-text"),
        pytest.param(
            REWRAPPED, "in other words; the text would fit a second time at line 35", id="in-other-words"
        ),
    ],
)
def test_where_it_is_expected_it_goes_before_text_that_fits_elsewhere(check: bytes, detail: str) -> None:
    """The loop stands twice in the function; the first one has the check."""
    first, second = TWICE.split(b"\tpad();\n", 1)
    data = first.replace(PLACE, PLACE.replace(b"\n\n", b"\n\n" + check)) + b"\tpad();\n" + second
    hunk = only_hunk(data)
    assert (hunk.outcome, hunk.line, hunk.detail) == (Outcome.ALREADY, 7, detail)


def test_a_change_that_stands_elsewhere_makes_fuzz_suspect() -> None:
    """The check is in the second loop; the first one has the old words, and their text with fuzz."""
    first, second = TWICE.split(b"\tpad();\n", 1)
    there = second.replace(PLACE, PLACE.replace(b"\n\n", b"\n\n" + REWRAPPED))
    data = first.replace(b"slot->start > start", b"slot->start >\n\t\t    start") + b"\tpad();\n" + there
    hunk = only_hunk(data)
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.CONTEXT_DIFFERS)
    assert hunk.detail.startswith(
        "some of what it adds is there at line 34; stands at line 7, wrapped differently: "
    )
