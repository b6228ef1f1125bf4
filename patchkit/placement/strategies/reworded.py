"""Where a hunk's change is in the file in other words: the same C tokens, with other white space.

Looked for before any fuzz is allowed, as `already` is: a check that is in with its comment re-wrapped
would go in a second time. White space and comments are no evidence, so everything else must be there:
the postimage's tokens one after the other, and the preimage's nowhere in the same stretch of the file.
Outer context may be missing as in fuzz, as long as some is left on each side and what the hunk adds is
worth finding. What changes only comments or white space has no tokens of its own and is never found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.placement.image import Image, Pattern, Place, file_line
from patchkit.placement.tokens import Tokens, fragment_tokens, words

# Fewer different words than this can stand together anywhere.
_TELLING_WORDS = 5
# With less context than the hunk has, what it adds has to tell its place alone.
_TELLING_ADDED = 3
# Words that any function is full of.
_PLAIN = frozenset(
    b"auto bool break case char const continue default do double else enum extern false float for goto"
    b" if inline int long register return short signed sizeof static struct switch true typedef union"
    b" unsigned void volatile while NULL 0 1 ret err error out".split()
)

Admits = Callable[[Place], bool]
"""Tells whether a place is in the function that the hunk was written for, as far as is known."""


class _Side(Struct, frozen=True):
    """The tokens of a preimage or postimage without its outermost lines, and how many are context.

    `lead` counts those above the first changed line; `above` and `below` tell whether any context is
    left on that side.
    """

    texts: tuple[bytes, ...]
    lead: int
    above: bool
    below: bool


def places(image: Image, hunk: Hunk, most_fuzz: int, admits: Admits) -> Iterator[Place]:
    """Yields every free place, in file order, where the change stands in other words.

    Only places with the least lines of context left out (at most `most_fuzz`) at which there is one.
    `admits` limits where the change is looked for and where the preimage must not stand any more.
    """
    new = words(fragment_tokens([file_line(line) for line in hunk.lines if line.op == "+"]).texts)
    if not all(image.mentions(word) for word in new):
        return
    before, after = Pattern.before(hunk), Pattern.after(hunk)
    whole = _side(after, 0)
    for fuzz in range(max(1, min(most_fuzz + 1, after.context))):
        wanted, expected = _side(after, fuzz), _side(before, fuzz)
        if not _tells(wanted, new, fuzz) or (wanted.above, wanted.below) != (whole.above, whole.below):
            return
        standing = list(_standing(image, wanted, fuzz))
        found = [place for place in standing if admits(place)]
        if not found:
            continue
        # A preimage that has context on one side only is a part of its own postimage.
        undone = [
            place
            for place in _standing(image, expected, fuzz)
            if admits(place) and not any(_holds(one, place) for one in found)
        ]
        if not fuzz and any(image.is_due(hunk, place) for place in found):
            undone = [place for place in undone if image.is_due(hunk, place)]
        if new:
            sure = not fuzz or len(found) == 1
        else:
            sure = not fuzz and len(standing) == 1 and _removed_is_gone(image, hunk)
        if sure and not undone and expected.texts != wanted.texts:
            yield from (place for place in found if image.is_free(place.start))
        return


def stands_wrapped(image: Image, hunk: Hunk, admits: Admits) -> int | None:
    """Returns the 0-based line where the preimage's tokens stand, if at one single place."""
    side = _side(Pattern.before(hunk), 0)
    told = words(side.texts)
    if len(told) < _TELLING_WORDS or not all(image.mentions(word) for word in told):
        return None
    found = [place for place in _standing(image, side, 0) if admits(place)]
    return found[0].start if len(found) == 1 else None


def made_at(image: Image, hunk: Hunk, admits: Admits) -> int | None:
    """Returns the 0-based line where the postimage's tokens stand, even if the preimage's do, or None.

    Too little to say that the hunk is in, and enough to make a loose place for it suspect.
    """
    added = fragment_tokens([file_line(line) for line in hunk.lines if line.op == "+"]).texts
    if len(words(added) - _PLAIN) < _TELLING_ADDED or not all(map(image.mentions, words(added))):
        return None
    before, after = _side(Pattern.before(hunk), 0), _side(Pattern.after(hunk), 0)
    if before.texts == after.texts:
        return None
    return next((place.change for place in _standing(image, after, 0) if admits(place)), None)


def doubled_at(image: Image, hunk: Hunk, place: Place) -> int | None:
    """Returns the 0-based line of text that the hunk, put in at `place`, would double, else None.

    A block it adds stands there already, right above or below where it would go: part of the hunk is in,
    and loose context does not see it.
    """
    position = place.start
    for context, lines in groupby(hunk.lines, key=lambda line: line.op == " "):
        block = list(lines)
        first = position
        position += sum(line.op != "+" for line in block)
        added = fragment_tokens([file_line(line) for line in block if line.op == "+"]).texts
        told = words(added)
        if context or len(told - _PLAIN) < _TELLING_ADDED or not all(map(image.mentions, told)):
            continue
        if (line := _beside(image.search.tokens, added, first, position)) is not None:
            return line
    return None


def _beside(tokens: Tokens, added: Sequence[bytes], first: int, end: int) -> int | None:
    """Returns the line of `added` where it stands above line `first` or from line `end` on."""
    above, below = bisect_left(tokens.lines, first), bisect_left(tokens.lines, end)
    if tokens.texts[above:below] == added:
        return None
    for start in (above - len(added), below):
        if start >= 0 and tokens.texts[start : start + len(added)] == added:
            return tokens.lines[start]
    return None


def _side(pattern: Pattern, fuzz: int) -> _Side:
    head = max(fuzz + pattern.leading - pattern.context, 0)
    tail = max(fuzz + pattern.trailing - pattern.context, 0)
    tokens = fragment_tokens(pattern.lines)
    end = len(pattern.lines)
    lead = len(tokens.between(head, pattern.leading))
    below = tokens.between(end - pattern.trailing, end - tail)
    return _Side(tokens.between(head, end - tail), lead, lead > 0, len(below) > 0)


def _tells(side: _Side, new: set[bytes], fuzz: int) -> bool:
    """Tells whether finding these tokens means anything."""
    if fuzz and len(new - _PLAIN) < _TELLING_ADDED:
        return False
    return len(words(side.texts)) >= _TELLING_WORDS


def _standing(image: Image, side: _Side, fuzz: int) -> Iterator[Place]:
    if not all(map(image.mentions, words(side.texts))):
        return  # to take the file apart costs more than all else
    lines = image.search.tokens.lines
    for first in image.search.runs(side.texts):
        last = first + len(side.texts) - 1
        change = lines[min(first + side.lead, last)]
        yield Place(lines[first], fuzz, change=change, end=lines[last] + 1)


def _holds(place: Place, other: Place) -> bool:
    """Tells whether one place is a part of another."""
    assert place.end is not None
    assert other.end is not None
    return place.start <= other.start and other.end <= place.end


def _removed_is_gone(image: Image, hunk: Hunk) -> bool:
    """Tells whether no block of removed lines stands in the file any more, in whatever words."""
    blocks = [list(block) for op, block in groupby(hunk.lines, key=lambda line: line.op) if op == "-"]
    rows = [fragment_tokens([file_line(line) for line in block]).texts for block in blocks]
    return bool(rows) and all(row and not any(image.search.runs(row)) for row in rows)
