"""The `#if` conditions around each place, and what the text is when one branch is chosen.

Conditions are kept as written and never evaluated: every branch counts. An include guard says
nothing about when code is there, so it is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice, product

from msgspec import Struct, field

from patchkit.cfacts.lexer import Directive, Lexed, blank
from patchkit.model.facts import Guard

_OPENING = frozenset(b"if ifdef ifndef".split())
_MIDDLE = frozenset(b"else elif elifdef elifndef".split())
_NOISE = re.compile(rb"/\*.*?(?:\*/|\Z)|//[^\n]*|\\\r?\n|\s+", re.DOTALL)
_INCLUDE_GUARD = re.compile(r"(?:ifndef |if ! ?defined ?\(? ?)(\w+) ?\)?")
# More conditionals inside one parameter list than this are not tried in every combination.
_MOST_VIEWS = 8


class Branch(Struct, frozen=True):
    """One branch of a conditional: the byte extent of its text, and its guard."""

    start: int
    end: int
    guard: Guard


class Conditional(Struct, frozen=True):
    """An `#if` ... `#endif`; `otherwise` tells whether it has an `#else`."""

    start: int
    end: int
    branches: tuple[Branch, ...]
    otherwise: bool
    include_guard: bool = False


class _Open(Struct):
    """A conditional whose `#endif` has not been seen yet."""

    directive: Directive
    conditions: list[str]
    guard: Guard
    since: int
    branches: list[Branch] = field(default_factory=list)
    otherwise: bool = False

    def close_branch(self, end: int) -> None:
        self.branches.append(Branch(self.since, end, self.guard))


class Conditionals:
    """The conditionals of one file."""

    __slots__ = ("_edges", "_places", "_stacks", "groups")

    def __init__(self, lexed: Lexed) -> None:
        """Reads the preprocessor lines; what is never closed ends with the file."""
        self.groups = tuple(sorted(_conditionals(lexed), key=lambda group: group.start))
        self._places: list[int] = []
        self._stacks: list[tuple[Guard, ...]] = []
        stack: tuple[Guard, ...] = ()
        for place, _, guard in sorted(self._changes(), key=lambda change: change[:2]):
            stack = stack[:-1] if guard is None else (*stack, guard)
            self._places.append(place)
            self._stacks.append(stack)
        self._edges = sorted(
            edge
            for group in self.groups
            for edge in (group.start, *(branch.end for branch in group.branches))
        )

    def _changes(self) -> Iterator[tuple[int, int, Guard | None]]:
        """Yields where a guard begins and where (None) the innermost one ends."""
        for group in self.groups:
            if not group.include_guard:
                for branch in group.branches:
                    yield branch.start, 0, branch.guard
                    yield branch.end, 1, None

    def guards(self, offset: int) -> tuple[Guard, ...]:
        """Returns the conditions around the byte at `offset`, outermost first."""
        index = bisect_right(self._places, offset) - 1
        return self._stacks[index] if index >= 0 else ()

    def touching(self, start: int, end: int) -> bool:
        """Tells whether a line of any conditional stands between `start` and `end`."""
        return bisect_left(self._edges, start) < bisect_left(self._edges, end)

    def choices(self, offset: int, start: int, end: int) -> Iterator[tuple[Branch, ...]]:
        """Yields the branches to be hidden, for one choice of branches after the other.

        The branches that hold `offset` are fixed; conditionals that overlap `start` to `end` are
        tried in every combination, first branches first.
        """
        fixed: list[Branch] = []
        free: list[tuple[tuple[Branch, ...], ...]] = []
        for group in self.groups:
            if group.start <= offset < group.end:
                fixed += [one for one in group.branches if not one.start <= offset < one.end]
            elif group.start < end and start < group.end:
                hidden = [_without(group.branches, index) for index in range(len(group.branches))]
                if not group.otherwise:
                    hidden.append(group.branches)
                free.append(tuple(hidden))
        for choice in islice(product(*free), _MOST_VIEWS):
            yield (*fixed, *(branch for branches in choice for branch in branches))


def hide(text: bytes, branches: tuple[Branch, ...]) -> bytes:
    """Returns `text`, a file's or one of equal length, with some branches blanked."""
    shown = bytearray(text)
    for branch in branches:
        shown[branch.start : branch.end] = blank(text[branch.start : branch.end])
    return bytes(shown)


def _without(branches: tuple[Branch, ...], index: int) -> tuple[Branch, ...]:
    return branches[:index] + branches[index + 1 :]


def _conditionals(lexed: Lexed) -> Iterator[Conditional]:
    stack: list[_Open] = []
    line = _Lines(lexed.data)
    last = len(lexed.data)
    for directive in lexed.directives:
        keyword = directive.keyword
        if keyword in _OPENING:
            condition = _condition(lexed.data, directive)
            guard = Guard(condition, line.at(directive.start))
            stack.append(_Open(directive, [condition], guard, directive.end))
        elif keyword in _MIDDLE and stack:
            top = stack[-1]
            top.close_branch(directive.start)
            top.guard = Guard(_later(top, lexed.data, directive), line.at(directive.start))
            top.since = directive.end
        elif keyword == b"endif" and stack:
            top = stack.pop()
            top.close_branch(directive.start)
            yield _finished(top, directive.end, lexed)
    for top in stack:
        top.close_branch(last)
        yield _finished(top, last, lexed)


def _later(top: _Open, data: bytes, directive: Directive) -> str:
    """Returns the guard text of an `#else` or `#elif` branch, which names what it is not."""
    known = ", ".join(top.conditions)
    if directive.keyword == b"else":
        top.otherwise = True
        return f"else of {known}"
    condition = _condition(data, directive)
    top.conditions.append(condition)
    return f"{condition} of {known}"


def _finished(top: _Open, end: int, lexed: Lexed) -> Conditional:
    return Conditional(
        top.directive.start,
        end,
        tuple(top.branches),
        top.otherwise,
        _is_include_guard(top, end, lexed),
    )


def _is_include_guard(top: _Open, end: int, lexed: Lexed) -> bool:
    """Tells whether this is `#ifndef X`, `#define X` around all there is in the file."""
    guard = _INCLUDE_GUARD.fullmatch(top.conditions[0])
    following = lexed.directive_after(top.directive.end)
    if guard is None or len(top.branches) != 1 or following is None:
        return False
    if _condition(lexed.data, following).split()[:2] != ["define", guard[1]]:
        return False
    return not (lexed.has_content(0, top.directive.start) or lexed.has_content(end, len(lexed.data)))


def _condition(data: bytes, directive: Directive) -> str:
    """Returns a preprocessor line without "#" and comments, on one line, single-spaced."""
    text = _NOISE.sub(b" ", data[directive.start : directive.end]).lstrip(b"# ")
    return b" ".join(text.split()).decode("utf-8", "surrogateescape")


class _Lines:
    """Line numbers of growing offsets, without a table of the whole file."""

    __slots__ = ("_data", "_line", "_offset")

    def __init__(self, data: bytes) -> None:
        self._data, self._line, self._offset = data, 1, 0

    def at(self, offset: int) -> int:
        self._line += self._data.count(b"\n", self._offset, offset)
        self._offset = offset
        return self._line
