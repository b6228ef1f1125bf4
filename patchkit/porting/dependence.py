"""Which hunks make no sense without one that was left out: half a conversion is worse than none.

Within one function, a hunk falls with one that was left out when it declares, or uses, what the other
uses, or declares; when it takes away a statement that the other brings back, or the other way round; and
when it makes up for the other: one takes a lock and the other gives it back. What changes a function in
two places without any of these is two changes, and one of them may go in alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from patchkit.cfacts.lexer import lex
from patchkit.model.diff import Hunk
from patchkit.model.facts import Outline
from patchkit.model.port import Cause, Conflict, Grade, HunkPort, Method
from patchkit.porting.methods.lines import FileLines, squeezed
from patchkit.porting.pairs import counterparts

_WORD = re.compile(rb"[A-Za-z_]\w*")
_OWN_WORD = re.compile(rb"(?<![\w.>])[A-Za-z_]\w*|(?<=[^-]>)[A-Za-z_]\w*")  # no member
_CALLED = re.compile(rb"(?<![\w.>])([A-Za-z_]\w*)\s*\(")
# `type name;`, `struct type *name = value;`, `type a, b[2];`: more is not needed.
_DECLARATION = re.compile(
    rb"\s+(?!return\b|goto\b|else\b|case\b|typedef\b)(?:[A-Za-z_]\w*[\s*]+)+"
    rb"([A-Za-z_]\w*[^()=]*)(?:=[^=].*)?[;,]?\s*"
)
# A statement that calls or computes something; `ret = 0;` stands in many places and never moves.
_STATEMENT = re.compile(rb"(?!\w+ = -?\w+;)[A-Za-z_*].*[(=].*;")
_NO_CALL = frozenset((b"if", b"while", b"for", b"switch", b"sizeof", b"return", b"defined"))


def dependent(
    hunks: Sequence[Hunk], ports: Sequence[HunkPort], file: FileLines, outline: Outline
) -> dict[int, Conflict]:
    """Returns the hunks of one file patch that must fall with those that were left out of it.

    `ports` say what became of each of `hunks` in `file`, whose functions are `outline`'s.
    """
    fallen: dict[int, Conflict] = {}
    changes = {port.index: _Change(hunks[port.index]) for port in ports}
    for port in ports:
        if port.grade is Grade.CONFLICT or port.method is Method.ALREADY or not port.function:
            continue
        words = _words_of(port.function, file, outline)
        for other in ports:
            if other.grade is not Grade.CONFLICT or other.function != port.function:
                continue
            named = f"hunk {other.index + 1} of the same function, which is left out"
            if why := _why(changes[port.index], changes[other.index], words, named):
                fallen[port.index] = Conflict(Cause.DEPENDS_ON_CONFLICT, why, port.line)
                break
    return fallen


class _Change(Struct, frozen=True, eq=False, dict=True):
    """What a hunk adds and removes, counted."""

    hunk: Hunk

    @cached_property
    def adds_only(self) -> bool:
        return all(line.op != "-" for line in self.hunk.lines)

    @cached_property
    def added(self) -> set[bytes]:
        return {word for text in self._texts("+") for word in _WORD.findall(text)}

    @cached_property
    def declared(self) -> set[bytes]:
        """The names that added lines declare, as far as single lines show that."""
        found: set[bytes] = set()
        for text in self._texts("+"):
            match = _DECLARATION.fullmatch(text)
            for one in match[1].split(b",") if match is not None else ():
                found.update(_WORD.findall(one)[:1])
        return found

    @cached_property
    def statements(self) -> Counter[bytes]:
        """How many more of each statement there are after it than before it."""
        return _balance(self, lambda text: [key for key in (squeezed(text),) if _STATEMENT.match(key)])

    @cached_property
    def calls(self) -> Counter[bytes]:
        """The same for calls, by the name that is called."""
        return _balance(
            self, lambda text: [name for name in _CALLED.findall(text) if name not in _NO_CALL]
        )

    def _texts(self, op: str) -> Iterator[bytes]:
        return (line.text for line in self.hunk.lines if line.op == op)


def _balance(change: _Change, parts: Callable[[bytes], Sequence[bytes]]) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for line in change.hunk.lines:
        if line.op != " ":
            for part in parts(line.text):
                found[part] += 1 if line.op == "+" else -1
    return found


def _why(mine: _Change, lost: _Change, words: set[bytes], other: str) -> str:
    """Returns why a hunk falls with `other`, which was left out; "" when it does not.

    `words` are those of the function in the target.
    """
    fresh = (mine.added & lost.added) - words
    if fresh and mine.adds_only:
        return f"it brings {_shown(fresh)} for {other}"
    if needed := fresh & lost.declared:
        return f"it uses {_shown(needed)}, declared by {other}"
    for statement in sorted(mine.statements):
        here, there = mine.statements[statement], lost.statements[statement]
        if here * there < 0:
            goes, comes = ("goes here", "comes") if here < 0 else ("comes here", "goes")
            text = statement.decode("utf-8", "replace")
            return f"'{text}' moves: it {goes} and {comes} with {other}"
    pair = _unbalanced(mine.calls, lost.calls)
    return f"{_shown(pair)} keep in step only together with {other}" if pair else ""


def _unbalanced(mine: Mapping[bytes, int], lost: Mapping[bytes, int]) -> set[bytes]:
    """Returns a pair of counterparts, as lock and unlock, that only both hunks together keep in step."""
    for one in sorted(mine):
        for other in sorted(lost):
            here = mine[one] - mine.get(other, 0)
            there = lost.get(one, 0) - lost[other]
            if here * there < 0 and counterparts(one, other):
                return {one, other}
    return set()


def _shown(names: set[bytes]) -> str:
    return " and ".join(sorted(name.decode("utf-8", "replace") for name in names))


def _words_of(function: str, file: FileLines, outline: Outline) -> set[bytes]:
    spans = [span for span in outline.functions if span.name == function]
    texts = (b"".join(file.lines[span.first - 1 : span.last]) for span in spans)
    return {word for text in texts for word in _OWN_WORD.findall(lex(text).code)}
