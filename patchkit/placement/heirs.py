"""What may have taken the place of a function that is gone: named with a score, never used as a place.

Looked for among all functions of the same file, by the words of the name and by likeness of the body; in
other files by name only, where the caller can say which files define one. Words and runs of tokens that
few functions of the file have count for more. Runs only for hunks that were refused.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from patchkit.model.facts import FunctionSpan, Outline
from patchkit.model.placement import Heir
from patchkit.placement.functions import Body, Home
from patchkit.placement.tokens import Tokens, shingles

Elsewhere = Callable[[str, Body], Iterable[Heir]]
"""Returns the functions of a name in other files, given what is expected in it."""

_Mark = TypeVar("_Mark")

# The mean of both likenesses, in percent, from which on a function is named, and is called likely.
# Checked by hand on three kernels: true heirs had 28 to 68 %, others up to 35 %. So the figures are told
# as well, and nothing is placed in an heir.
_NAMED = 25
_LIKELY = 32
# Where the hunks show about three lines or more, a name alone is no heir.
_TELLING_SHINGLES = 20
_LEAST_BODY = 5
_SHOWN = 3
# "mem" stands for "memory", "node" for "nodes"; "a" for nothing.
_SHORTEST_STEM = 3


def nowhere_else(_name: str, _body: Body) -> Iterable[Heir]:
    """The answer of a caller who does not know other files: no function."""
    return ()


class Kin:
    """The functions of one file and how like each of them is to one that is gone."""

    def __init__(self, path: str, tokens: Tokens, outline: Outline) -> None:
        self._path = path
        self._bodies = {
            span: shingles(tokens.between(span.first - 1, span.last)) for span in outline.functions
        }
        self._words = Counter(word for span in outline.functions for word in _words(span.name))
        self._runs = Counter(run for body in self._bodies.values() for run in body)

    def heirs(self, name: str, home: Home) -> tuple[Heir, ...]:
        """Returns the functions that may be what `name` was, likeliest first."""
        body = home.body
        found = [
            self.likened(name, body, span)
            for span in self._bodies
            if span.name != name and span.name not in home.others
        ]
        least = _LEAST_BODY if len(body) >= _TELLING_SHINGLES else 0
        return ranked(heir for heir in found if _mean(heir) >= _NAMED and heir.by_body >= least)

    def likened(self, name: str, body: Body, span: FunctionSpan) -> Heir:
        """Returns how like the function `span` is to one called `name` of which `body` is known."""
        own, other = _words(name), _words(span.name)
        shared = {one for one in own if any(_same(one, two) for two in other)} | {
            two for two in other if any(_same(one, two) for one in own)
        }
        union = self._weight(own, self._words) + self._weight(other, self._words)
        both = self._weight(own & shared, self._words) + self._weight(other & shared, self._words)
        there = self._weight(body & self._bodies[span], self._runs)
        return Heir(
            span.name,
            self._path,
            span.first,
            by_name=_percent(both, union),
            by_body=_percent(there, self._weight(body, self._runs)),
        )

    def _weight(self, marks: Iterable[_Mark], among: Counter[_Mark]) -> float:
        """Returns the sum of what marks say: the less, the more functions have them."""
        count = len(self._bodies) + 1
        return sum(math.log(1 + count / (among[mark] + 1)) for mark in marks)


def ranked(heirs: Iterable[Heir]) -> tuple[Heir, ...]:
    """Returns the likeliest few, the best first."""
    return tuple(sorted(heirs, key=_unlikeliness)[:_SHOWN])


def described(heirs: Sequence[Heir], path: str) -> str:
    """Returns the words for what may stand in for a function that the file `path` lacks, or ""."""
    if not heirs:
        return ""
    first, *others = (_told(heir, path) for heir in heirs)
    heir = "likely heir" if _mean(heirs[0]) >= _LIKELY else "perhaps its heir"
    return f"; {heir}: {first}" + (f"; or {', '.join(others)}" if others else "")


def _unlikeliness(heir: Heir) -> tuple[float, int, str, int]:
    return -_mean(heir), -heir.by_name, heir.path, heir.line


def _mean(heir: Heir) -> float:
    return (heir.by_name + heir.by_body) / 2


def _told(heir: Heir, path: str) -> str:
    where = f"line {heir.line}" if heir.path == path else f"{heir.path}:{heir.line}"
    return f"{heir.function}() at {where} (name {heir.by_name} %, body {heir.by_body} %)"


def _words(name: str) -> set[str]:
    return {word for word in name.lower().split("_") if word}


def _same(one: str, other: str) -> bool:
    """Tells whether two words of names are one, or one short for the other."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and (short == long or len(short) >= _SHORTEST_STEM)


def _percent(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0
