"""Looks for many words in one pass over a file's bytes, so that no file is read twice.

The automaton comes from ahocorasick-rs, which releases the GIL while it scans. A hit is a hit
anywhere in the bytes: word boundaries, comments and strings are for `patchkit.cfacts` to judge.
"""

from __future__ import annotations

from collections.abc import Collection

from ahocorasick_rs import BytesAhoCorasick, MatchKind

# The library looks for words with SIMD (Teddy: about 5 GB/s for 8 words) only where it finds no
# "better" way, and it takes three or fewer distinct first or rare bytes for one. In C those are common
# letters and "_", and its speed falls to 0.1 GB/s. Four words that begin with different bytes shut
# that way off; these bytes occur in no text, and four of each keep Teddy's fingerprints long.
_DECOYS = tuple(bytes([byte]) * 4 for byte in (0xF5, 0xF6, 0xF7, 0xF8))


class WordFinder:
    """Tells whether bytes contain one of a fixed set of words; safe to share between threads."""

    __slots__ = ("_automaton", "_count")

    def __init__(self, words: Collection[bytes]) -> None:
        """Builds the automaton; empty words are left out, for they would be found everywhere."""
        patterns = sorted({bytes(word) for word in words if word})
        self._count = len(patterns)
        # Among other bytes than ASCII's a decoy could hide a word that begins inside it.
        decoys = _DECOYS if all(word.isascii() for word in patterns) else ()
        # Teddy needs a leftmost kind; as only "is there any" is asked, every kind gives the same answer.
        self._automaton = BytesAhoCorasick([*patterns, *decoys], matchkind=MatchKind.LeftmostFirst)

    def __bool__(self) -> bool:
        """True when there is anything to look for."""
        return self._count > 0

    def found_in(self, content: bytes | memoryview) -> bool:
        """Tells whether `content` has one of the words as a substring."""
        matches = self._automaton.find_matches_as_indexes(content)
        return any(pattern < self._count for pattern, _, _ in matches)
