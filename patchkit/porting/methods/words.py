"""Merges a change into lines that the target has in other words: three-way, word by word.

The base are lines that a hunk expects, one side is what it makes of them, the other what the target has
there. As in diff3 (Khanna, Kunal and Pierce, 2007) two changes conflict when they touch; ends of lines
keep nothing apart. White space is no word but belongs to the one behind it, so that indentation is kept
as each side has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

_NAME = re.compile(rb"[A-Za-z_]\w*")
_KEYWORDS = frozenset((b"if", b"while", b"for", b"switch", b"return", b"sizeof"))
_WORD = re.compile(rb"([^\S\n]*)(\w+|[^\w\s]|\n|\Z)")
# Longer blocks are no change of a few words, and cost the product of their lengths.
_MOST_CELLS = 160_000
# What it is worth that two words in a row correspond to two in a row.
_IN_A_ROW = 0.25
# Words that must stand between two changes in one line: what is nearer means something together.
_APART = 2

Weigh = Callable[[bytes], float]
"""Tells how much it says that a word is found again."""

Part = tuple[Sequence[bytes], Sequence[bytes]]
"""Lines of the base, and what the change makes of them."""


class Word(NamedTuple):
    """A word, or an end of line, and the blanks in front of it."""

    space: bytes
    text: bytes


class _Change(NamedTuple):
    """Words `start` to before `end` of the base become `words`."""

    start: int
    end: int
    words: tuple[Word, ...]


class MergedWords(Struct, frozen=True):
    """A clean merge: its lines, and the share of the base (by weight) that the target has kept.

    `otherwise` are the functions that the target calls with more or fewer arguments than the base does,
    `called` those of the calls that the change adds as a whole.
    """

    lines: tuple[bytes, ...]
    kept: float
    otherwise: frozenset[bytes]
    called: frozenset[bytes]


def merge_words(parts: Iterable[Part], ours: Sequence[bytes], weigh: Weigh) -> MergedWords | None:
    """Returns the lines of `ours` with what turns the base into theirs, or None where both meet.

    `parts` are base and theirs in order, taken apart where it is known which lines correspond.
    """
    base: list[Word] = []
    theirs: list[Word] = []
    there: dict[int, int] = {}
    for old, new in parts:
        left, right = words_of(old), words_of(new)
        if len(left) * len(right) > _MOST_CELLS:
            return None
        pairs = corresponding(left, right, weigh)
        there |= {len(base) + at: len(theirs) + other for at, other in pairs.items()}
        base += left
        theirs += right
    own = words_of(ours)
    if len(base) * len(own) > _MOST_CELLS or not base:
        return None
    here = corresponding(base, own, weigh)
    own_changes, their_changes = _changes(base, own, here), _changes(base, theirs, there)
    changes = _together(base, own_changes, their_changes)
    spaces = [_space(at, base, (own, here), (theirs, there)) for at in range(len(base))]
    if changes is None or None in spaces:
        return None
    known = [space + word.text for space, word in zip(spaces, base, strict=True) if space is not None]
    whole = sum(weigh(word.text) for word in base)
    kept = sum(weigh(base[at].text) for at in here)
    text = b"".join(_merged(known, changes))
    return MergedWords(
        tuple(text.splitlines(keepends=True)),
        kept / whole if whole else 0.0,
        frozenset(_call_around(base, one.start) for one in own_changes if _counts_otherwise(base, one)),
        frozenset(name for one in their_changes for name in called_in(one.words)),
    )


def words_of(lines: Sequence[bytes]) -> list[Word]:
    """Returns the words and ends of line of some lines."""
    found = [Word(*match.groups()) for match in _WORD.finditer(b"".join(lines))]
    return [word for word in found if word.text or word.space]


def called_in(words: Sequence[Word]) -> Iterator[bytes]:
    """Yields the names that a `(` follows."""
    for word, behind in pairwise(words):
        if behind.text == b"(" and word.text not in _KEYWORDS and _NAME.fullmatch(word.text):
            yield word.text


def _counts_otherwise(base: Sequence[Word], change: _Change) -> bool:
    """Tells whether a change brings or takes away commas: arguments, where it is inside of a call."""
    before, after = base[change.start : change.end], change.words
    commas = [sum(word.text == b"," for word in words) for words in (before, after)]
    return commas[0] != commas[1]


def _call_around(words: Sequence[Word], at: int) -> bytes:
    """Returns the function in whose arguments the word `at` stands, b"" for none."""
    depth = 0
    for index in range(at - 1, 0, -1):
        text = words[index].text
        if text in (b";", b"{", b"}"):
            break
        depth += (text == b")") - (text == b"(")
        if depth < 0:
            name = words[index - 1].text
            return name if _NAME.fullmatch(name) else b""
    return b""


def corresponding(old: Sequence[Word], new: Sequence[Word], weigh: Weigh) -> dict[int, int]:
    """Returns which word of `old` is which of `new`: their heaviest common subsequence."""
    first = _alike_first(old, new)
    last = _alike_first(old[first:][::-1], new[first:][::-1])
    pairs = {at: at for at in range(first)}
    pairs |= {len(old) - 1 - at: len(new) - 1 - at for at in range(last)}
    rows, columns = old[first : len(old) - last], new[first : len(new) - last]
    best, taken = _table(rows, columns, weigh)
    at, column = len(rows), len(columns)
    while at and column:
        if taken[at][column]:
            at, column = at - 1, column - 1
            pairs[first + at] = first + column
        elif best[at - 1][column] >= best[at][column - 1]:
            at -= 1
        else:
            column -= 1
    return pairs


def _alike_first(one: Sequence[Word], other: Sequence[Word]) -> int:
    """Returns how many words at the beginning are the same."""
    count = 0
    while count < min(len(one), len(other)) and one[count].text == other[count].text:
        count += 1
    return count


def _table(
    rows: Sequence[Word], columns: Sequence[Word], weigh: Weigh
) -> tuple[list[list[float]], list[list[bool]]]:
    """Returns for all beginnings of both how much they have in common, and whether their ends pair."""
    texts = [word.text for word in columns]
    best = [[0.0] * (len(columns) + 1)]
    taken = [[False] * (len(columns) + 1)]
    for word in rows:
        weight, above, above_taken = weigh(word.text), best[-1], taken[-1]
        row, row_taken = [0.0], [False]
        for column, text in enumerate(texts):
            score, pair = max(above[column + 1], row[column]), False
            if text == word.text:
                match = above[column] + weight + (_IN_A_ROW if above_taken[column] else 0.0)
                score, pair = (match, True) if match >= score else (score, False)
            row.append(score)
            row_taken.append(pair)
        best.append(row)
        taken.append(row_taken)
    return best, taken


def _changes(old: Sequence[Word], new: Sequence[Word], pairs: Mapping[int, int]) -> list[_Change]:
    found: list[_Change] = []
    at = other = 0
    for index in [*sorted(pairs), len(old)]:
        target = pairs.get(index, len(new))
        if index > at or target > other:
            found.append(_Change(at, index, tuple(new[other:target])))
        at, other = index + 1, target + 1
    return found


def _together(
    base: Sequence[Word], ours: Sequence[_Change], theirs: Sequence[_Change]
) -> list[_Change] | None:
    """Returns the changes of both sides in order, or None when two of them touch.

    What both did is done once, and so are words of a line that one side deletes as part of more.
    """
    same = [one for one in theirs if one in ours]
    wanted = [one for one in theirs if one not in ours and not _deleted_by(one, ours, base)]
    own = [one for one in ours if one not in theirs and not _deleted_by(one, wanted, base)]
    if any(_touch(base, one, other) for one in own for other in wanted):
        return None
    return sorted((*same, *wanted, *own))


def _deleted_by(one: _Change, others: Iterable[_Change], base: Sequence[Word]) -> bool:
    """Tells whether all that a change does is to delete words of a line that others delete, too."""
    if one.words or any(word.text == b"\n" for word in base[one.start : one.end]):
        return False
    around = (other for other in others if not other.words)
    return any(other.start <= one.start and one.end <= other.end for other in around)


def _touch(base: Sequence[Word], one: _Change, other: _Change) -> bool:
    """Tells whether no word stands between two changes, or a single one of their line."""
    first, second = sorted((_reach(base, one), _reach(base, other)))
    if all(word.text == b"\n" for word in base[first.end : second.start]):
        return True
    furthest = base[first.start + first.width : second.end - second.width]
    return len(furthest) < _APART and all(word.text != b"\n" for word in furthest)


class _Reach(NamedTuple):
    """A change of `width` words can be made anywhere from `start` to before `end`."""

    start: int
    end: int
    width: int


def _reach(base: Sequence[Word], change: _Change) -> _Reach:
    """Returns from where to where a change can be moved with the same result.

    A diff cannot tell which of two like words is the new one: the end of one statement or of the next.
    """
    start, end = change.start, change.end
    if change.words and start < end:
        return _Reach(start, end, end - start)
    moved = [word.text for word in change.words or base[start:end]]
    width = len(moved)
    low = 0
    while low < start and base[start - 1 - low].text == moved[-1 - low % width]:
        low += 1
    high = 0
    while end + high < len(base) and base[end + high].text == moved[high % width]:
        high += 1
    return _Reach(start - low, end + high, end - start)


_Side = tuple[Sequence[Word], Mapping[int, int]]


def _space(at: int, base: Sequence[Word], *sides: _Side) -> bytes | None:
    """Returns the blanks in front of a word of the base, None when both sides have changed them."""
    spaces = {words[pairs[at]].space for words, pairs in sides if at in pairs} - {base[at].space}
    if len(spaces) > 1:
        return None
    return spaces.pop() if spaces else base[at].space


def _merged(base: Sequence[bytes], changes: Iterable[_Change]) -> Iterator[bytes]:
    at = 0
    for change in changes:
        yield from base[at : change.start]
        yield from (word.space + word.text for word in change.words)
        at = max(at, change.end)
    yield from base[at:]
