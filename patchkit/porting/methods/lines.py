"""The lines of a target file, and how much a line of it tells: what alignments are scored by.

Lines are compared without their indentation and with single blanks, because a port may move code into a
block. Refuses to know C: a word is a word in a Makefile too.
"""

from __future__ import annotations

import math
import re
from collections import Counter

_TOKEN = re.compile(rb"\w+|[^\w\s]")
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

LIKE = 0.55
"""Lines with at least this likeness may be old and new form of one line."""

# A line is only taken for the other one's old form when no line nearby is nearly as like it: the rows of
# a table are all alike. This many lines up and down, and by how much it has to lead.
_NEARBY = 12
_LEAD = 0.08
# Lines so different in length are not alike, and need not be compared.
_LONGER = 4


def split_lines(data: bytes) -> list[bytes]:
    """Returns the lines of a file with their newline byte; they end at b"\\n" only, as git counts."""
    *lines, last = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])


def squeezed(line: bytes) -> bytes:
    """Returns a line as it is compared: no indentation, single blanks."""
    return b" ".join(line.split())


class FileLines:
    """The lines of one file, where each of them stands, and what they tell."""

    def __init__(self, data: bytes) -> None:
        self.lines = split_lines(data)
        self.keys = [squeezed(line) for line in self.lines]
        self.places: dict[bytes, list[int]] = {}
        for number, key in enumerate(self.keys):
            self.places.setdefault(key, []).append(number)
        self._data = data
        self._weights: dict[bytes, float] = {}
        self._words: dict[bytes, Counter[bytes]] = {}
        self._worths: dict[bytes, float] = {}
        self._rarity: dict[bytes, float] = {}
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

    def likeness(self, key: bytes, at: int) -> float:
        """Returns how much line `at` looks like another form of `key`, 0 to 1.

        0 also when another line nearby looks nearly as much like it. Rare words count for more.
        """
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
            left, right = self._bag(one), self._bag(other)
            whole = self._worth(one) + self._worth(other)
            both = left & right
            self._likeness[pair] = 2 * self._sum(both) / whole if whole and both else 0.0
        return self._likeness[pair]

    def _worth(self, key: bytes) -> float:
        if key not in self._worths:
            self._worths[key] = self._sum(self._bag(key))
        return self._worths[key]

    def _bag(self, key: bytes) -> Counter[bytes]:
        if key not in self._words:
            self._words[key] = Counter(_TOKEN.findall(key))
        return self._words[key]

    def _sum(self, words: Counter[bytes]) -> float:
        return sum(self.rareness(word) * count for word, count in words.items())

    def rareness(self, word: bytes) -> float:
        """Returns what it says that a word stands somewhere: rare ones more, punctuation little."""
        if word not in self._rarity:
            named = word[:1].isalnum() or word[:1] == b"_"
            rare = math.log(2 + len(self.lines) / (1 + self._data.count(word)))
            self._rarity[word] = rare if named else _PUNCTUATION
        return self._rarity[word]
