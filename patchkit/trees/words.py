"""Looks for many words in one pass over a file's bytes, so that no file is read twice.

The automaton comes from ahocorasick-rs, which releases the GIL while it scans. A hit is a hit
anywhere in the bytes: word boundaries, comments and strings are for `patchkit.cfacts` to judge.
"""

from __future__ import annotations

from collections.abc import Collection

from ahocorasick_rs import BytesAhoCorasick, Implementation


class WordFinder:
    """Tells whether bytes contain one of a fixed set of words; safe to share between threads."""

    __slots__ = ("_automaton",)

    def __init__(self, words: Collection[bytes]) -> None:
        """Builds the automaton; empty words are left out, for they would be found everywhere."""
        patterns = sorted({bytes(word) for word in words if word})
        self._automaton = (
            BytesAhoCorasick(patterns, implementation=Implementation.DFA) if patterns else None
        )

    def __bool__(self) -> bool:
        """True when there is anything to look for."""
        return self._automaton is not None

    def found_in(self, content: bytes) -> bool:
        """Tells whether `content` has one of the words as a substring."""
        return self._automaton is not None and bool(self._automaton.find_matches_as_indexes(content))
