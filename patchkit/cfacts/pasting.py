"""Which names macros paste together: `PAGEFLAG(Dirty, dirty)` makes PageDirty().

The preprocessor is not run. A chain of `##` in a macro's body makes a name when the words fit that calls
of the macro give for its parameters; calls in other macros' bodies are followed to those macros' calls.
Where that is not to be seen (a macro named without a list, as X-macros are, an argument that is a
macro), any word will do, as long as enough of the name stands in the chain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts.directives import Definition, definition_of
from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import list_items, match_parenthesis, next_offset

_DEFINITION = re.compile(rb"#\s*define\s+(\w+)(?:\(([^)]*)\))?((?:[^\\\n]|\\.)*)", re.DOTALL)
_DEFINED = re.compile(rb"#[ \t]*define[ \t]+(\w+)")
_PASTED = re.compile(rb"\w+(?:\s*##\s*\w+)+")
_PASTE = re.compile(rb"\s*##\s*")
_CHAIN = re.compile(rb"\w+(?:\s*##\s*\w+)*")
# How far a macro's calls are followed into the macros they stand in.
_DEPTH = 8
# A name of which fewer characters than this are fixed may be any name.
_FIXED = 3

Part = bytes | None
"""A piece of a pasted name: a fixed word, or a parameter of the chain's macro; None for any word."""


class Chain(Struct, frozen=True):
    """Pieces that a macro pastes together, those of `params` being its parameters."""

    macro: bytes
    params: tuple[bytes, ...]
    parts: tuple[Part, ...]

    def fits(self, name: bytes) -> bool:
        """Tells whether `name` could come out, whatever the parameters are."""
        return _pattern(self).fullmatch(name) is not None

    @property
    def open(self) -> bool:
        """Tells whether the chain has parameters left."""
        return any(part in self.params for part in self.parts)

    @property
    def telling(self) -> bool:
        """Tells whether enough of the name is fixed to say which names may come out."""
        fixed = (len(part) for part in self.parts if part is not None and part not in self.params)
        return sum(fixed) >= _FIXED


@lru_cache(maxsize=4096)
def _pattern(chain: Chain) -> re.Pattern[bytes]:
    variable = (part is None or part in chain.params for part in chain.parts)
    pieces = zip(chain.parts, variable, strict=True)
    return re.compile(b"".join(rb"\w*" if loose else re.escape(part or b"") for part, loose in pieces))


class _Call(Struct, frozen=True):
    """A call of a macro: its arguments, and the macro in whose body it stands with its parameters."""

    arguments: tuple[bytes, ...]
    around: bytes = b""
    params: tuple[bytes, ...] = ()


class Pasting:
    """What the macros of some files paste; with `complete`, nothing else calls these macros."""

    def __init__(self, files: Sequence[tuple[str, bytes]], *, complete: bool) -> None:
        self._files = files
        self._complete = complete
        self._chains = tuple(chain for _, data in files for chain in chains(data))
        self._calls: dict[bytes, tuple[_Call, ...] | None] = {}
        self._expanded: dict[Chain, frozenset[Chain] | None] = {}
        self._macros: frozenset[bytes] | None = None

    def makes(self, name: bytes) -> bool:
        """Tells whether a macro could paste `name` together."""
        return any(chain.fits(name) and self._makes(chain, name, _DEPTH) for chain in self._chains)

    def _makes(self, chain: Chain, name: bytes, depth: int) -> bool:
        if not chain.open:
            return chain.telling or None not in chain.parts
        filled = self._expansions(chain) if self._complete and depth else None
        if filled is None:
            return chain.telling
        return any(one.fits(name) and self._makes(one, name, depth - 1) for one in filled)

    def _expansions(self, chain: Chain) -> frozenset[Chain] | None:
        """Returns the chain as each call of its macro fills it in, None where those are not known."""
        if chain not in self._expanded:
            found = self._calls_of(chain.macro)
            filled = None if found is None else frozenset(self._filled(chain, call) for call in found)
            self._expanded[chain] = filled
        return self._expanded[chain]

    def _filled(self, chain: Chain, call: _Call) -> Chain:
        """Returns the chain as the call fills it in, now one of the macro around the call."""
        given = dict(zip(chain.params, call.arguments, strict=False))
        parts: list[Part] = []
        for part in chain.parts:
            if part is None or part not in chain.params:
                parts.append(part)
            else:
                parts += self._argument(given.get(part), call.params)
        # A fixed word may be spelled like a parameter of the macro around; then it may be anything.
        return Chain(call.around, call.params, tuple(parts))

    def _argument(self, text: bytes | None, params: tuple[bytes, ...]) -> list[Part]:
        if text == b"":
            return []
        if text is None or not _CHAIN.fullmatch(text):
            return [None]
        words = _PASTE.split(text)
        return [word if word in params or not self._is_macro(word) else None for word in words]

    def _is_macro(self, word: bytes) -> bool:
        if self._macros is None:
            self._macros = frozenset().union(*(_defined(data) for _, data in self._files))
        return word in self._macros

    def _calls_of(self, macro: bytes) -> tuple[_Call, ...] | None:
        """Returns the calls of a macro, None where it is named without being called."""
        if macro not in self._calls:
            found: list[_Call] = []
            known = True
            for path, data in self._files:
                for call in _mentions(path, data, macro) if macro in data else ():
                    known = known and call is not None
                    found += [call] if call is not None else []
            self._calls[macro] = tuple(found) if known else None
        return self._calls[macro]


@lru_cache(maxsize=4096)
def chains(data: bytes) -> tuple[Chain, ...]:
    """Returns what the macros of a file paste from their arguments."""
    found: list[Chain] = []
    position = data.find(b"##")
    while position >= 0:
        match = _DEFINITION.search(data, _start_of_line(data, position))
        if match is None or match.start() > position:
            position = data.find(b"##", position + 2)
            continue
        params = _parameters(match[2] or b"")
        for chain in _PASTED.finditer(match[3]):
            parts = tuple(None if part == b"__VA_ARGS__" else part for part in _PASTE.split(chain[0]))
            found.append(Chain(match[1], params, parts))
        position = data.find(b"##", max(match.end(), position + 2))
    return tuple(dict.fromkeys(found))


def _parameters(text: bytes) -> tuple[bytes, ...]:
    names = (name.replace(b"\\\n", b" ").strip() for name in text.split(b","))
    return tuple(name.removesuffix(b"...").strip() for name in names)


def _start_of_line(data: bytes, position: int) -> int:
    """Returns where the line with its continued lines in front begins."""
    begin = data.rfind(b"\n", 0, position) + 1
    while begin > 1 and data[begin - 2 : begin - 1] == b"\\":
        begin = data.rfind(b"\n", 0, begin - 1) + 1
    return begin


@lru_cache(maxsize=4096)
def _defined(data: bytes) -> frozenset[bytes]:
    """The macros of a file."""
    return frozenset(_DEFINED.findall(data))


def _mentions(path: str, data: bytes, macro: bytes) -> Iterator[_Call | None]:
    """Yields each call of a macro in a file, None for a mention that is no call."""
    word = re.compile(rb"(?<!\w)" + re.escape(macro) + rb"(?!\w)")
    if word.search(data) is None:
        return
    source = source_of(path, data)
    for match in word.finditer(source.code):
        yield _call(source.code, match.end())
    for line in source.lexed.directives:
        if line.keyword == b"define" and word.search(data, line.start, line.end):
            definition = definition_of(source.lexed, line)
            if definition is not None:
                yield from _in_body(definition, word)


def _in_body(definition: Definition, word: re.Pattern[bytes]) -> Iterator[_Call | None]:
    code = definition.masked.code
    signature = definition.signature
    params = tuple((one.name or "").encode() for one in signature.params) if signature else ()
    for match in word.finditer(code, definition.body - definition.start):
        call = _call(code, match.end())
        yield replace(call, around=definition.name, params=params) if call is not None else None


def _call(code: bytes, position: int) -> _Call | None:
    opening = next_offset(code, position)
    closing = match_parenthesis(code, opening) if opening >= 0 and code[opening] == 0x28 else -1
    if closing < 0:
        return None
    items = list_items(code, opening, closing)
    return _Call(tuple(code[start:end].strip() for start, end in items))
