"""Looks for many words in one pass over a file's bytes, so that no file is read twice.

The automaton comes from ahocorasick-rs, which releases the GIL while it scans. A C identifier, or a
member with what it is taken of (`a->b`, `.b`), is found where no letter, digit or "_" stands beside it,
anything else (`/init.c"`) wherever it stands. Comments and strings are for `patchkit.cfacts` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from ahocorasick_rs import BytesAhoCorasick, MatchKind

# The library looks for words with SIMD (Teddy: about 5 GB/s for 8 words) only where it finds no
# "better" way, and it takes three or fewer distinct first or rare bytes for one. In C those are common
# letters and "_", and its speed falls to 0.1 GB/s. Four words that begin with different bytes shut
# that way off; these bytes occur in no identifier, and four of each keep Teddy's fingerprints long.
_DECOYS = tuple(bytes([byte]) * 4 for byte in (0xF5, 0xF6, 0xF7, 0xF8))
_IDENTIFIER = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_MEMBER = re.compile(rb"[A-Za-z0-9_]*(?:->|\.)[A-Za-z0-9_]+")
_WORD_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


class WordFinder:
    """Tells which of a fixed set of words bytes contain; safe to share between threads."""

    __slots__ = ("_automaton", "_other", "_others", "_words")

    def __init__(self, words: Collection[bytes]) -> None:
        """Builds the automaton; empty words are left out, for they would be found everywhere."""
        wanted = sorted({bytes(word) for word in words if word})
        self._words = [word for word in wanted if _IDENTIFIER.fullmatch(word)]
        self._others = {word: _place(word) for word in wanted if not _IDENTIFIER.fullmatch(word)}
        self._automaton = _automaton(self._words) if self._words else None
        self._other = _automaton(list(self._others)) if self._others else None

    def __bool__(self) -> bool:
        """True when there is anything to look for."""
        return bool(self._words or self._others)

    def found_in(self, content: bytes | memoryview) -> bool:
        """Tells whether `content` has one of the words."""
        return bool(self.which(content))

    def which(self, content: bytes | memoryview) -> list[bytes]:
        """Returns those of the words that `content` has, sorted."""
        found: set[bytes] = set()
        if self._automaton is not None:
            found.update(self._whole_words(self._automaton.find_matches_as_indexes(content), content))
        # One of these may hide another at the same place, so each is asked for where any stands.
        if self._other is not None and self._other.find_matches_as_indexes(content):
            found.update(word for word, place in self._others.items() if place.search(content))
        return sorted(found)

    def _whole_words(
        self, matches: Iterable[tuple[int, int, int]], content: bytes | memoryview
    ) -> Iterable[bytes]:
        """The longest match at a place, between two bytes of no word, is a word of the text.

        No other match hides it: one that began further left would hold the byte in front of it.
        """
        known, last = set(), len(content)
        for index, start, end in matches:
            if index in known or index >= len(self._words):
                continue
            left = start == 0 or content[start - 1] not in _WORD_BYTES
            if left and (end == last or content[end] not in _WORD_BYTES):
                known.add(index)
                yield self._words[index]


def _place(word: bytes) -> re.Pattern[bytes]:
    text = re.escape(word)
    return re.compile(rb"(?<!\w)" + text + rb"(?!\w)" if _MEMBER.fullmatch(word) else text)


def _automaton(words: list[bytes]) -> BytesAhoCorasick:
    # Among other bytes than ASCII's a decoy could hide a word that begins inside it.
    decoys = _DECOYS if all(word.isascii() for word in words) else ()
    return BytesAhoCorasick([*words, *decoys], matchkind=MatchKind.LeftmostLongest)


@lru_cache(maxsize=16)
def finder_of(words: tuple[bytes, ...]) -> WordFinder:
    """Returns the finder of some words, from memory when it was asked for lately."""
    return WordFinder(words)
