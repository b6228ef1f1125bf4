"""What becomes of a whole file: new, deleted, without hunks, without text, without newline."""

from __future__ import annotations

import pytest

from patchkit.model.placement import Outcome, Reason
from patchkit.placement import place_file
from tests.placement.makers import file_patch, numbered, outcomes

NEW_MODE = b"diff --git a/f b/f\nnew file mode %s\n"
GONE_MODE = b"diff --git a/f b/f\ndeleted file mode 100644\n"
NEW = NEW_MODE % b"100644" + b"--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+one\n+two\n"
NEW_EMPTY = NEW_MODE % b"100644" + b"index 000000000000..e69de29bb2d1\n"
GONE = GONE_MODE + b"--- a/f\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-one\n-two\n"
GONE_EMPTY = GONE_MODE + b"index e69de29bb2d1..000000000000\n"
TEXT = b"--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n"
MODE = b"diff --git a/f b/f\nold mode 100644\nnew mode 100755\n"
MODE_AND_TEXT = MODE + b"index 814f4a422927..d3f4a1a1b1b1\n" + TEXT
LINK = NEW_MODE % b"120000" + (
    b"--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+g\n\\ No newline at end of file\n"
)
MODULE = (
    b"diff --git a/f b/f\nindex 1111111..2222222 160000\n--- a/f\n+++ b/f\n"
    b"@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n"
)
BINARY = b"diff --git a/f b/f\nindex 1111111..2222222 100644\nBinary files a/f and b/f differ\n"
FILL = b"--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+one\n"
EMPTY = b"--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-one\n"


@pytest.mark.parametrize(
    ("diff", "data", "outcome", "reason", "after"),
    [
        pytest.param(NEW, None, Outcome.EXACT, None, b"one\ntwo\n", id="new"),
        pytest.param(NEW, b"one\ntwo\n", Outcome.ALREADY, None, b"one\ntwo\n", id="new-is-there"),
        pytest.param(NEW, b"one\n", Outcome.REJECTED, Reason.FILE_EXISTS, b"one\n", id="new-is-another"),
        pytest.param(NEW, b"", Outcome.REJECTED, Reason.FILE_EXISTS, b"", id="new-is-there-empty"),
        pytest.param(NEW_EMPTY, None, Outcome.EXACT, None, b"", id="new-empty"),
        pytest.param(NEW_EMPTY, b"", Outcome.ALREADY, None, b"", id="new-empty-is-there"),
        pytest.param(GONE, b"one\ntwo\n", Outcome.EXACT, None, None, id="deleted"),
        pytest.param(GONE, None, Outcome.ALREADY, None, None, id="deleted-already"),
        pytest.param(
            GONE,
            b"one\ntwo\nthree\n",
            Outcome.REJECTED,
            Reason.CONTEXT_DIFFERS,
            b"one\ntwo\nthree\n",
            id="deleted-has-grown",
        ),
        pytest.param(
            GONE,
            b"one\n2\n",
            Outcome.REJECTED,
            Reason.REMOVED_LINES_GONE,
            b"one\n2\n",
            id="deleted-differs",
        ),
        pytest.param(GONE_EMPTY, b"", Outcome.EXACT, None, None, id="deleted-empty"),
        pytest.param(
            GONE_EMPTY, b"x", Outcome.REJECTED, Reason.CONTEXT_DIFFERS, b"x", id="deleted-not-empty"
        ),
        pytest.param(MODE, b"one\n", Outcome.EXACT, None, b"one\n", id="mode"),
        pytest.param(MODE, None, Outcome.REJECTED, Reason.FILE_MISSING, None, id="mode-of-nothing"),
        pytest.param(MODE_AND_TEXT, b"one\ntwo\n", Outcome.EXACT, None, b"one\n2\n", id="mode-and-text"),
        pytest.param(TEXT, None, Outcome.REJECTED, Reason.FILE_MISSING, None, id="missing"),
        pytest.param(LINK, None, Outcome.NOT_ANALYSED, None, None, id="symbolic-link"),
        pytest.param(MODULE, None, Outcome.NOT_ANALYSED, None, None, id="submodule"),
        pytest.param(BINARY, b"\0", Outcome.NOT_ANALYSED, None, b"\0", id="binary"),
        pytest.param(FILL, b"", Outcome.EXACT, None, b"one\n", id="fill-an-empty-file"),
        pytest.param(
            FILL, b"x\n", Outcome.REJECTED, Reason.CONTEXT_DIFFERS, b"x\n", id="fill-a-full-file"
        ),
        pytest.param(EMPTY, b"one\n", Outcome.EXACT, None, b"", id="empty-a-file"),
    ],
)
def test_file(
    diff: bytes, data: bytes | None, outcome: Outcome, reason: Reason | None, after: bytes | None
) -> None:
    patch = file_patch(diff)
    placement, result = place_file(data, patch)
    assert (placement.outcome, placement.reason, result) == (outcome, reason, after)
    assert placement.path == "f"
    assert len(placement.hunks) == len(patch.hunks)
    assert all(hunk.outcome is outcome and hunk.reason is reason for hunk in placement.hunks)


@pytest.mark.parametrize(
    ("diff", "data", "detail"),
    [
        pytest.param(MODE, b"", "mode 100644 to 100755", id="mode"),
        pytest.param(BINARY, b"", "a binary patch is not analysed", id="binary"),
        pytest.param(LINK, None, "a symbolic link is not analysed", id="link"),
        pytest.param(NEW, b"x", "f is there already, with other content", id="exists"),
        pytest.param(TEXT, None, "f is not there", id="missing"),
        pytest.param(MODE_AND_TEXT, b"one\ntwo\n", "mode 100644 to 100755", id="mode-and-text"),
        pytest.param(
            GONE,
            b"one\ntwo\n3\n",
            "the file to delete is not the patch's: it goes on behind line 2",
            id="grown",
        ),
    ],
)
def test_detail(diff: bytes, data: bytes | None, detail: str) -> None:
    assert place_file(data, file_patch(diff))[0].detail == detail


def test_the_hunks_that_fit_go_in_beside_one_that_does_not() -> None:
    diff = file_patch(
        b"--- a/f\n+++ b/f\n@@ -2,3 +2,3 @@\n line 2\n-line 3\n+THREE\n line 4\n"
        b"@@ -8,3 +8,3 @@\n line 8\n-line 9\n+NINE\n line 10\n"
    )
    placement, result = place_file(numbered(12, {9: b"x\n"}), diff)
    assert placement.outcome is Outcome.REJECTED
    assert outcomes(placement) == [Outcome.EXACT, Outcome.REJECTED]
    assert result == numbered(12, {3: b"THREE\n", 9: b"x\n"})


NO_NEWLINE = b"\\ No newline at end of file\n"
TAIL = b"--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n a\n b\n c\n"


@pytest.mark.parametrize(
    ("diff", "data", "outcome", "after"),
    [
        pytest.param(
            TAIL + b"-d\n" + NO_NEWLINE + b"+d\n",
            b"a\nb\nc\nd",
            Outcome.EXACT,
            b"a\nb\nc\nd\n",
            id="gained",
        ),
        pytest.param(
            TAIL + b"-d\n+d\n" + NO_NEWLINE, b"a\nb\nc\nd\n", Outcome.EXACT, b"a\nb\nc\nd", id="lost"
        ),
        pytest.param(
            TAIL + b"-d\n+d\n" + NO_NEWLINE,
            b"a\nb\nc\nd\ne\n",
            Outcome.REJECTED,
            b"a\nb\nc\nd\ne\n",
            id="lost-in-mid-file",
        ),
        pytest.param(
            TAIL + b"-d\n" + NO_NEWLINE + b"+D\n" + NO_NEWLINE,
            b"a\nb\nc\nd",
            Outcome.EXACT,
            b"a\nb\nc\nD",
            id="kept",
        ),
        pytest.param(
            TAIL + b"-d\n" + NO_NEWLINE + b"+D\n" + NO_NEWLINE,
            b"a\nb\nc\nd\n",
            Outcome.REJECTED,
            b"a\nb\nc\nd\n",
            id="the-file-has-one",
        ),
        pytest.param(
            TAIL + b"-d\n" + NO_NEWLINE + b"+d\n",
            b"a\nb\nc\nd\n",
            Outcome.ALREADY,
            b"a\nb\nc\nd\n",
            id="gained-already",
        ),
    ],
)
def test_the_newline_at_the_end_belongs_to_the_line(
    diff: bytes, data: bytes, outcome: Outcome, after: bytes
) -> None:
    placement, result = place_file(data, file_patch(diff))
    assert (placement.outcome, result) == (outcome, after)


def test_a_missing_newline_is_told_apart_from_white_space() -> None:
    diff = TAIL + b"-d\n" + NO_NEWLINE + b"+D\n" + NO_NEWLINE
    placement, _ = place_file(b"a\nb\nc\nd\n", file_patch(diff))
    assert placement.hunks[0].detail.endswith("(only the newline at the end differs)")


@pytest.mark.parametrize("separator", [b"\x0c", b"\x85", b"\xe2\x80\xa8", b"\r", b"\x1c"])
def test_only_a_newline_byte_ends_a_line(separator: bytes) -> None:
    odd = b"one" + separator + b"half\n"
    data = odd + b"two\nthree\nfour\n"
    diff = b"--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n " + odd + b" two\n three\n-four\n+4\n"
    placement, result = place_file(data, file_patch(diff))
    assert (placement.outcome, result) == (Outcome.EXACT, odd + b"two\nthree\n4\n")
