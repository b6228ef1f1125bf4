"""Merges a change into lines that the target has in other words: three-way, word by word.

The base are the lines a hunk removes, one side is what it adds, the other what the target has there. As
in diff3 (Khanna, Kunal and Pierce, 2007) two changes conflict when they touch; here also when only white
space stands between them, because words that stand side by side mean something together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(rb"\w+|[ \t]+|\n|[^\w\s]|\s")
# Longer blocks are no change of a few words, and cost the square of their length.
_MOST_WORDS = 1200
# The share of the base that the target must have kept: else it has other code, not other words.
_KEPT = 0.5


class _Change(NamedTuple):
    """Words `start` to before `end` of the base become `words`."""

    start: int
    end: int
    words: tuple[bytes, ...]


def merge_words(
    base: Sequence[bytes], ours: Sequence[bytes], theirs: Sequence[bytes]
) -> list[bytes] | None:
    """Returns the lines of `ours` with what turns `base` into `theirs`, or None where both meet.

    None also when there is nothing to merge with: `ours` is hardly like `base`.
    """
    words, own, new = (_WORD.findall(b"".join(lines)) for lines in (base, ours, theirs))
    if max(len(words), len(own), len(new)) > _MOST_WORDS or not new:
        return None
    here, there = _changes(words, own), _changes(words, new)
    lost = sum(change.end - change.start for change in here)
    if not words or lost > (1 - _KEPT) * len(words) or _meet(words, here, there):
        return None
    merged: list[bytes] = []
    at = 0
    for change in sorted({*here, *there}):
        merged += words[at : change.start]
        merged += change.words
        at = change.end
    return b"".join([*merged, *words[at:]]).splitlines(keepends=True)


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> list[_Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        _Change(first, end, tuple(new[start:stop]))
        for tag, first, end, start, stop in matcher.get_opcodes()
        if tag != "equal"
    ]


def _meet(words: Sequence[bytes], here: Sequence[_Change], there: Sequence[_Change]) -> bool:
    """Tells whether a change of one side touches another one of the other side."""
    return any(one != other and not _word_between(words, one, other) for one in here for other in there)


def _word_between(words: Sequence[bytes], one: _Change, other: _Change) -> bool:
    first, second = sorted((one, other))
    return any(not word.isspace() for word in words[first.end : second.start])
