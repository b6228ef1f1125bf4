"""Why a hunk fits nowhere: the best partial match, and the first line that differs there.

Runs only for hunks that were refused; it explains and never finds a place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from patchkit.model.diff import Hunk
from patchkit.model.facts import FunctionSpan
from patchkit.model.placement import Reason
from patchkit.placement.image import Image, Pattern, file_line
from patchkit.placement.strategies.reworded import stands_wrapped

_WORD = re.compile(rb"\w")
# A line that stands this often says nothing about the place, unless the hunk has no better one.
_COMMON = 40
# Lines beyond both ends of the best match that are aligned too: inserted lines move the rest.
_SLACK = 12
# How far apart the two halves of a hunk may have moved and still be the same place.
_SHIFT = 4
# Starts worth a closer look; the best one is among those with the most votes.
_NOMINEES = 64
# How far above its function a hunk may begin: its context, and a comment on the function.
_ABOVE = 8
_SHOWN = 60


def why_nowhere(
    image: Image, hunk: Hunk, own: FunctionSpan | None = None, *, in_c: bool = False
) -> tuple[Reason, str]:
    """Returns the reason and one sentence: what was expected where, and what is there.

    `own` is the function the hunk was written for, looked at before the rest of the file; `in_c` tells
    that the file can be read as C tokens.
    """
    pattern = Pattern.before(hunk)
    if not pattern.lines:
        return Reason.CONTEXT_DIFFERS, "the hunk has no line to find its place by"
    if _fits_without_carriage_returns(image, pattern):
        return Reason.CONTEXT_DIFFERS, _line_endings(image)
    if stands := _stands_in_vain(image, pattern, own):
        return Reason.CONTEXT_DIFFERS, stands
    gone = _removed_and_gone(image, hunk)
    differs = _first_difference(image, pattern, own)
    wrapped = stands_wrapped(image, hunk, lambda place: _is_in(own, place.start)) if in_c else None
    if wrapped is not None:
        return Reason.CONTEXT_DIFFERS, f"stands at line {wrapped + 1}, wrapped differently: {differs}"
    if gone is not None:
        detail = f"removed line {_quoted(gone)} is nowhere in the file"
        return Reason.REMOVED_LINES_GONE, f"{detail}; {differs}"
    return Reason.CONTEXT_DIFFERS, differs


def _removed_and_gone(image: Image, hunk: Hunk) -> bytes | None:
    """Returns the first removed line with a word in it that the file has nowhere."""
    for line in hunk.lines:
        if line.op == "-" and _WORD.search(line.text) and file_line(line) not in image.index:
            return line.text
    return None


def _stands_in_vain(image: Image, pattern: Pattern, own: FunctionSpan | None) -> str:
    """Says why a place where all lines stand was not taken; "" when there is none."""
    runs = image.runs(list(pattern.lines))
    start = next((run for run in runs if _is_in(own, run)), None)
    if start is None:
        return ""
    lines = f"the lines stand at line {start + 1}"
    if not image.is_free(start):
        return f"{lines}, where or above which an earlier hunk of the file went in"
    edge = "ends" if pattern.ends_file or pattern.trailing < pattern.leading else "begins"
    return f"{lines}, but not where the file {edge}, as the hunk says"


def _fits_without_carriage_returns(image: Image, pattern: Pattern) -> bool:
    wanted = b"".join(line.replace(b"\r\n", b"\n") for line in pattern.lines)
    present = b"".join(image.lines)
    unified = present.replace(b"\r\n", b"\n")
    mixed = unified != present or wanted != b"".join(pattern.lines)
    return mixed and (unified.startswith(wanted) or b"\n" + wanted in unified)


def _line_endings(image: Image) -> str:
    crlf = any(line.endswith(b"\r\n") for line in image.lines)
    have, want = ("CRLF", "LF") if crlf else ("LF", "CRLF")
    return f"line endings differ: the file has {have} where the diff has {want}"


def _is_in(own: FunctionSpan | None, line: int) -> bool:
    """Tells whether a 0-based line may be the hunk's first: just above a function, or in it."""
    return own is None or own.first - _ABOVE <= line + 1 <= own.last


def _first_difference(image: Image, pattern: Pattern, own: FunctionSpan | None) -> str:
    """Says where the first line differs from the pattern, aligned at the best partial match."""
    start = _best_start(image, pattern, own)
    if start is None:
        where = "the file" if own is None else f"{own.name}() at line {own.first}"
        return f"none of the hunk's lines is in {where}"
    low, high = max(start - _SLACK, 0), start + len(pattern.lines) + _SLACK
    for above in (0, _ABOVE) if own is not None else (0,):
        first, end = low, high
        if own is not None:
            first = max(low, own.first - 1 - pattern.leading - above)
            end = min(high, own.last + pattern.trailing)
        if differs := _describe(image, first, image.lines[first:end], pattern.lines):
            return differs
    return f"the lines stand around line {start + 1}, not all of them in their function"


def _best_start(image: Image, pattern: Pattern, own: FunctionSpan | None) -> int | None:
    """Returns the start around which most lines of the pattern stand, the nearest of equals.

    Lines that came or went in the middle make both halves vote for starts a few lines apart, so
    neighbouring starts count together. With `own`, only starts at that function count.
    """
    votes: Counter[int] = Counter()
    for limit in (_COMMON, len(image.lines)):
        for at, line in enumerate(pattern.lines):
            positions = image.index.get(line, ())
            if len(positions) <= limit:
                starts = (position - at for position in positions)
                votes.update(start for start in starts if _is_in(own, start))
        if votes:
            break
    expected = pattern.start + image.carry

    def rank(start: int) -> tuple[int, int, int]:
        together = sum(votes[start + shift] for shift in range(-_SHIFT, _SHIFT + 1))
        return -together, -votes[start], abs(start - expected)

    nominees = [start for start, _ in votes.most_common(_NOMINEES)]
    return min(nominees, key=rank, default=None)


def _describe(image: Image, low: int, region: Sequence[bytes], wanted: Sequence[bytes]) -> str:
    """Says where the first line differs in a region that begins at `low`; "" when none does there."""
    blocks = SequenceMatcher(None, wanted, region, autojunk=False).get_matching_blocks()
    first = blocks[0]
    if first.a > 0:
        at, place = first.a - 1, low + first.b - 1  # the line above what agrees
    else:
        # What follows may agree as well: a longer block further down has taken its first lines.
        rest = zip(wanted[first.size :], region[first.b + first.size :], strict=False)
        size = first.size + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))
        at, place = size, low + first.b + size
    if at == len(wanted):
        return ""
    if not 0 <= place < len(image.lines):
        end = "start" if place < 0 else "end"
        return f"context differs at the {end} of the file: expected {_quoted(wanted[at])}"
    found = image.lines[place]
    if found == wanted[at]:
        return ""
    return (
        f"context differs at line {place + 1}: expected {_quoted(wanted[at])}, "
        f"found {_quoted(found)}{_only(wanted[at], found)}"
    )


def _only(wanted: bytes, found: bytes) -> str:
    """Says so when two lines look the same as they are shown."""
    if wanted.removesuffix(b"\n") == found.removesuffix(b"\n"):
        return " (only the newline at the end differs)"
    return " (only white space differs)" if wanted.split() == found.split() else ""


def _quoted(line: bytes) -> str:
    text = line.decode("utf-8", "replace").strip()
    return f"'{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}'"
