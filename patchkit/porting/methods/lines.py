"""The lines of a target file, and how much a line of it tells: what alignments are scored by.

Lines are compared without their indentation and with single blanks, because a port may move code into a
block. Refuses to know C: a word is a word in a Makefile too.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import takewhile
from typing import NamedTuple

_NAME = re.compile(rb"\w+")
_TOKEN = re.compile(rb"\w+|[^\w\s]")
# All white space but the end of a line, as bytes.split has it.
_BLANKS = bytes.maketrans(b"\t\r\v\f", b"    ")
# Lines that stand everywhere: closing braces, the ends of comments and conditionals, plain returns.
_PLAIN = re.compile(
    rb"[{}();,\s]*|\}?\s*else[\s{]*|break;|continue;|return(?: -?\w+)?;|goto \w+;|default:"
    rb"|int (?:ret|err|i|rc);|\*/|/\*|\*|#\s*(?:endif|else).*"
)
_BLANK_WEIGHT, _PLAIN_WEIGHT = 0.3, 0.6
# By how often a line stands in the file: once, twice, up to five times, more often.
_WEIGHTS = ((1, 3.0), (2, 2.2), (5, 1.5))
_LEAST_WEIGHT = 1.0
_PUNCTUATION = 0.2
# How much of a line a sentence shows, and how much of it in front of what differs.
_SHOWN, _LEAD_IN = 88, 12

LIKE = 0.55
"""Lines with at least this likeness may be old and new form of one line."""

# A line is only taken for the other one's old form when no line nearby is nearly as like it: the rows of
# a table are all alike. This many lines up and down, and by how much it has to lead.
_NEARBY = 12
_LEAD = 0.08
# Lines so different in length are not alike, and need not be compared.
_LONGER = 4


class _Bag(NamedTuple):
    """The words of a line: how often each stands there, what all of them say, and the signs alone."""

    words: Mapping[bytes, int]
    names: frozenset[bytes]
    worth: float
    signs: float


def split_lines(data: bytes) -> list[bytes]:
    """Returns the lines of a file with their newline byte; they end at b"\\n" only, as git counts."""
    *lines, last = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])


def squeezed(line: bytes) -> bytes:
    """Returns a line as it is compared: no indentation, single blanks."""
    return b" ".join(line.split())


def quoted(line: bytes, other: bytes = b"") -> str:
    """Returns a line as it is shown; of a long one the part that is not as in `other`."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(line, other, strict=False)))
    start = max(0, same - _LEAD_IN) if len(line) > _SHOWN and same > _SHOWN // 2 else 0
    text = line[start:].decode("utf-8", "replace")
    text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return f"'{'…' if start else ''}{text}'"


def _squeezed(data: bytes) -> list[bytes]:
    """Returns all lines of a file as they are compared, faster than one by one."""
    data = data.translate(_BLANKS)
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    return [line.strip(b" ") for line in data.split(b"\n")]


class FileLines:
    """The lines of one file, where each of them stands, and what they tell."""

    def __init__(self, data: bytes) -> None:
        self.lines = split_lines(data)
        self.keys = _squeezed(data)[: len(self.lines)]
        places: defaultdict[bytes, list[int]] = defaultdict(list)
        for number, key in enumerate(self.keys):
            places[key].append(number)
        self.places = dict(places)
        self._data = data
        self._weights: dict[bytes, float] = {}
        self._bags: dict[bytes, _Bag] = {}
        self._rarity: dict[bytes, float] = {}
        self._names: list[frozenset[bytes] | None] = [None] * len(self.lines)
        self._likeness: dict[tuple[bytes, bytes], float] = {}
        self._distinct: dict[tuple[bytes, int], float] = {}

    def weight(self, key: bytes) -> float:
        """Returns what it says that a line stands somewhere: 0.3 for an empty one, at most 3."""
        if key not in self._weights:
            self._weights[key] = self._weight(key)
        return self._weights[key]

    def _weight(self, key: bytes) -> float:
        if not key:
            return _BLANK_WEIGHT
        if _PLAIN.fullmatch(key):
            return _PLAIN_WEIGHT
        count = len(self.places.get(key, ()))
        return next((weight for most, weight in _WEIGHTS if count <= most), _LEAST_WEIGHT)

    def is_plain(self, key: bytes) -> bool:
        """Tells whether a line stands everywhere and tells no place."""
        return self.weight(key) <= _PLAIN_WEIGHT

    def likenesses(self, key: bytes, first: int, end: int) -> list[float]:
        """Returns how much each line from `first` to before `end` looks like another form of `key`.

        From 0 to 1; 0 also for `key` itself, when another line nearby looks nearly as much like it, and
        when not even a name is the same. Rare words count for more.
        """
        names = _names(key)
        return [
            0.0
            if self.keys[at] == key or names.isdisjoint(self._names_at(at))
            else self._likeness_at(key, at)
            for at in range(first, end)
        ]

    def _names_at(self, at: int) -> frozenset[bytes]:
        names = self._names[at]
        if names is None:
            names = self._names[at] = _names(self.keys[at])
        return names

    def _likeness_at(self, key: bytes, at: int) -> float:
        asked = key, at
        if asked not in self._distinct:
            own = self._alike(key, self.keys[at])
            self._distinct[asked] = own if own >= LIKE and self._leads(key, at, own) else 0.0
        return self._distinct[asked]

    def _leads(self, key: bytes, at: int, own: float) -> bool:
        around = range(max(0, at - _NEARBY), min(len(self.keys), at + _NEARBY + 1))
        return not any(
            self.keys[other] != self.keys[at] and self._alike(key, self.keys[other]) > own - _LEAD
            for other in around
        )

    def _alike(self, one: bytes, other: bytes) -> float:
        if len(one) > _LONGER * len(other) or len(other) > _LONGER * len(one):
            return 0.0
        pair = one, other
        if pair not in self._likeness:
            self._likeness[pair] = self._common(one, other)
        return self._likeness[pair]

    def _common(self, one: bytes, other: bytes) -> float:
        """Returns the share of words that lines have in common, 0 where it is too small to matter."""
        left, right = self._bag(one), self._bag(other)
        whole = left.worth + right.worth
        least = whole * (LIKE - _LEAD) / 2
        if not whole or min(left.worth, right.worth) < least:
            return 0.0
        if left.names.isdisjoint(right.names) and min(left.signs, right.signs) < least:
            return 0.0
        both = 0.0
        for word, count in left.words.items():
            if word in right.words:
                both += self.rareness(word) * min(count, right.words[word])
        return 2 * both / whole

    def _bag(self, key: bytes) -> _Bag:
        if key not in self._bags:
            words = Counter(_TOKEN.findall(key))
            names = _names(key)
            worths = {word: self.rareness(word) * count for word, count in words.items()}
            signs = sum(worth for word, worth in worths.items() if word not in names)
            self._bags[key] = _Bag(words, names, sum(worths.values()), signs)
        return self._bags[key]

    def rareness(self, word: bytes) -> float:
        """Returns what it says that a word stands somewhere: rare ones more, punctuation little."""
        if not _NAME.match(word):
            return _PUNCTUATION
        if word not in self._rarity:
            self._rarity[word] = math.log(2 + len(self.lines) / (1 + self._data.count(word)))
        return self._rarity[word]


def _names(line: bytes) -> frozenset[bytes]:
    return frozenset(_NAME.findall(line))
