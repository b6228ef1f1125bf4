"""A small reader of C that shares nothing with patchkit, so that it can judge patchkit's answers.

It masks comments and literals, balances brackets, and says of every whole-word occurrence of a name
what it is. It is a truth only where the code is plain: what it is unsure of is `Kind.OTHER` or lacks its
count. It resolves no types and expands no macros.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from tools.signature_types import BASIC, WORD, Signature, joined, parameter_type, type_tokens


class Kind(StrEnum):
    """What an occurrence of a name is."""

    DEFINITION = "definition"
    STUB = "stub"  # a static definition in a header
    PROTOTYPE = "prototype"
    CALL = "call"
    MACRO = "macro"  # #define name(...)
    MACRO_CALL = "macro-call"  # a call in the body of a #define
    EXPORT = "export"
    REFERENCE = "reference"  # the name as a value
    OTHER = "other"  # member, tag, variable, label, directive


DECLARING = (Kind.DEFINITION, Kind.STUB, Kind.PROTOTYPE)
DEFINING = (Kind.DEFINITION, Kind.STUB, Kind.MACRO)
CALLING = (Kind.CALL, Kind.MACRO_CALL)

# Every branch starts with a plain character, which lets `re` skip ahead to the next one of them.
_SKIPPED = re.compile(
    rb"//(?:[^\n\\]|\\.)*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n]){1,6}'",
    re.DOTALL,
)
_DIRECTIVE = re.compile(rb"^[ \t]*#(?:[^\n\\]|\\.)*", re.MULTILINE | re.DOTALL)
_DEFINE = re.compile(rb"[ \t]*#[ \t]*define[ \t]+(\w+)(\()?")
_HEAD = re.compile(rb"^(?:[A-Za-z_][\w\s*]*?[\s*])([A-Za-z_]\w*+)\s*+\(", re.MULTILINE)
_RUN = re.compile(rb"[\w\s*]*\Z")
_BRACKET = re.compile(rb"[()\[\]{}]")
_BRACKET_OR_COMMA = re.compile(rb"[()\[\]{},]")
_ATTRIBUTE = re.compile(rb"\s*([A-Za-z_]\w*)\s*(\()?")
_NEXT = re.compile(rb"\s*(\S)")
_NOT_TYPES = frozenset(
    b"return else if while for switch do goto case sizeof typeof typedef default break define".split()
)
_CLOSING = {ord("("): ord(")"), ord("["): ord("]"), ord("{"): ord("}")}


@dataclass(frozen=True, slots=True)
class Site:
    """One occurrence; lines are 1-based, `first`..`last` is the extent of its declarator or call."""

    name: str
    kind: Kind
    line: int
    first: int
    last: int
    text: str
    count: int | None = None
    signature: Signature | None = None
    static: bool = False
    arguments: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[Kind, str]:
        """What stays equal when the site only moves or its white space changes."""
        return (self.kind, self.text)


_SPACES = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))


def _blank(text: bytes) -> bytes:
    return text.translate(_SPACES)


def _mask(match: re.Match[bytes]) -> bytes:
    text = match.group()
    return _blank(text) if text.startswith(b"/") else text[:1] + _blank(text[1:-1]) + text[-1:]


def _uncomment(match: re.Match[bytes]) -> bytes:
    text = match.group()
    return _blank(text) if text.startswith(b"/") else text


@lru_cache(maxsize=1 << 16)
def _spaced(text: bytes) -> str:
    return b" ".join(re.findall(rb"\w+|[^\w\s]", text)).decode("utf-8", "replace")


class Source:
    """One file's text, its masks, and the questions the builder asks of it."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data

    @cached_property
    def code(self) -> bytes:
        """The text with comments and the insides of literals blanked, at equal length."""
        return self._masked.replace(b"\\\n", b" \n")

    @cached_property
    def _masked(self) -> bytes:
        """`code` with the backslashes at line ends, which continue directives."""
        return _SKIPPED.sub(_mask, self.data)

    @cached_property
    def _directives(self) -> list[tuple[int, int]]:
        return [match.span() for match in _DIRECTIVE.finditer(self._masked)]

    @cached_property
    def plain(self) -> bytes:
        """`code` without preprocessor directives, at equal length."""
        parts, at = [], 0
        for start, end in self._directives:
            parts += [self.code[at:start], _blank(self.code[start:end])]
            at = end
        return b"".join((*parts, self.code[at:]))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(rb"\n", self.data))]

    def line_at(self, offset: int) -> int:
        """Returns the 1-based line of a byte offset."""
        return bisect_right(self._line_starts, offset)

    def functions(self) -> Iterator[tuple[str, int, int]]:
        """Yields the name, the first and the last line of each function that is defined in column 0."""
        for site in self.declarations():
            if site.kind in (Kind.DEFINITION, Kind.STUB):
                opening = self.code.find(b"{", self._line_starts[site.last - 1])
                close = self._close(opening, len(self.code))
                if close is None:  # braces torn apart by #if: the one in column 0 ends it
                    close = max(self.code.find(b"\n}", opening) + 1, opening)
                yield site.name, site.first, self.line_at(close)

    def lines(self, first: int, last: int) -> bytes:
        """Returns the masked text of some 1-based lines."""
        ends = [*self._line_starts, len(self.code) + 1]
        return self.code[ends[first - 1] : ends[last] - 1]

    def _directive_at(self, offset: int) -> tuple[int, int] | None:
        place = bisect_right(self._directives, (offset, len(self.data))) - 1
        if place >= 0 and self._directives[place][0] <= offset < self._directives[place][1]:
            return self._directives[place]
        return None

    def declarations(self) -> Iterator[Site]:
        """Yields the definitions and prototypes that begin in column 0, and function-like macros."""
        at = 0
        while match := _HEAD.search(self.plain, at):
            at = match.end()
            site = self._declarator(match.start(), match.start(1), match.end() - 1)
            if site is not None:
                yield site
        for start, end in self._directives:
            define = _DEFINE.match(self.code, start, end)
            if define and define.group(2):
                yield self._macro(define, end)

    def sites(self, names: frozenset[str]) -> Iterator[Site]:
        """Yields every occurrence of one of `names` outside comments and literals."""
        if not names:
            return
        wanted = re.compile(rb"\b(?:" + b"|".join(name.encode() for name in sorted(names)) + rb")\b")
        for match in wanted.finditer(self.code):
            yield self._site(match)

    def _site(self, match: re.Match[bytes]) -> Site:
        directive = self._directive_at(match.start())
        if directive is not None:
            return self._in_directive(match, directive)
        before = self.code[max(0, match.start() - 200) : match.start()].rstrip()
        if before.endswith((b".", b"->")) and not before.endswith(b"..."):
            return self._plain_site(match, Kind.OTHER)
        if re.search(rb"\b(?:struct|union|enum|goto)$", before):
            return self._plain_site(match, Kind.OTHER)
        if self._next(match.end()) == b"(":
            start, typed = self._specifiers(match.start())
            opening = self.code.index(b"(", match.end())
            if typed:
                site = self._declarator(start, match.start(), opening)
                if site is not None:
                    return site
            return self._call(match, opening, Kind.CALL, len(self.code))
        return self._plain_site(match, self._value_kind(match, before))

    def _in_directive(self, match: re.Match[bytes], directive: tuple[int, int]) -> Site:
        define = _DEFINE.match(self.code, *directive)
        if define is None or (define.start(1) == match.start() and not define.group(2)):
            return self._plain_site(match, Kind.OTHER)
        if define.start(1) == match.start():
            return self._macro(define, directive[1])
        if self._next(match.end()) == b"(":
            opening = self.code.index(b"(", match.end())
            return self._call(match, opening, Kind.MACRO_CALL, directive[1])
        return self._plain_site(match, Kind.REFERENCE)

    def _next(self, offset: int) -> bytes:
        found = _NEXT.match(self.code, offset)
        return found.group(1) if found else b""

    def _value_kind(self, match: re.Match[bytes], before: bytes) -> Kind:
        if re.search(rb"\b(?:\w*EXPORT_\w*|NOKPROBE_SYMBOL|ACPI_\w*SYMBOL\w*)\s*\(\Z", before):
            return Kind.EXPORT
        follows = self._next(match.end())
        if re.search(rb"\(\s*\*\Z", before) and follows == b")":
            return Kind.OTHER  # a pointer to function of that name
        if follows == b":" and before[-1:] in (b";", b"{", b"}", b")"):
            return Kind.OTHER
        run = _RUN.search(before)
        words = WORD.findall(run.group()) if run else []
        bound = before[: run.start()][-1:] if run else b""
        declared = (
            bool(words)
            and not _NOT_TYPES.intersection(words)
            and bound in (b";", b"{", b"}", b"(", b",", b"")
        )
        return Kind.OTHER if declared and follows in (b";", b",", b"=", b")", b"[") else Kind.REFERENCE

    def _specifiers(self, offset: int) -> tuple[int, bool]:
        """Returns where the run of words and stars before `offset` starts, and whether it declares."""
        window = self.plain[max(0, offset - 300) : offset]
        run = _RUN.search(window)
        assert run is not None
        words = list(WORD.finditer(run.group()))
        bound = window[: run.start()][-1:]
        if not words or bound not in (b";", b"{", b"}", b")", b""):
            return offset, False
        if _NOT_TYPES.intersection(word.group() for word in words):
            return offset, False
        return offset - len(run.group()) + words[0].start(), True

    def _close(self, opening: int, end: int) -> int | None:
        """Returns the offset of the bracket that closes the one at `opening`."""
        stack: list[int] = []
        for match in _BRACKET.finditer(self.code, opening, end):
            char = match.group()[0]
            if char in _CLOSING:
                stack.append(_CLOSING[char])
            elif not stack or stack.pop() != char:
                return None
            if not stack:
                return match.start()
        return None

    def _split(self, opening: int, close: int) -> list[tuple[int, int]]:
        """Returns the spans between the commas of the outermost level; none for an empty list."""
        spans, depth, start = [], 0, opening + 1
        for match in _BRACKET_OR_COMMA.finditer(self.code, opening + 1, close):
            char = match.group()
            if char in b"([{":
                depth += 1
            elif char in b")]}":
                depth -= 1
            elif depth == 0:
                spans.append((start, match.start()))
                start = match.end()
        if spans or self.code[start:close].strip():
            spans.append((start, close))
        return spans

    def _text(self, start: int, end: int) -> str:
        """The source between two offsets without comments, one space between tokens."""
        return _spaced(self._uncommented[start:end])

    def _split_between(self, start: int, end: int) -> bool:
        """Tells whether a directive stands between two offsets."""
        return bisect_right(self._directives, (start, 0)) != bisect_right(self._directives, (end, 0))

    @cached_property
    def _uncommented(self) -> bytes:
        bare = _SKIPPED.sub(_uncomment, self.data)
        return bare.replace(b"\\\n", b" \n")

    def _plain_site(self, match: re.Match[bytes], kind: Kind) -> Site:
        line = self.line_at(match.start())
        name = match.group().decode()
        return Site(name, kind, line, line, line, name)

    def _call(self, match: re.Match[bytes], opening: int, kind: Kind, end: int) -> Site:
        close = self._close(opening, end)
        if close is None:
            return self._plain_site(match, Kind.OTHER)
        split = kind is Kind.CALL and self._split_between(opening, close)
        line = self.line_at(match.start())
        spans = self._split(opening, close)
        return Site(
            match.group().decode(),
            kind,
            line,
            line,
            self.line_at(close),
            self._text(match.start(), close + 1),
            None if split else len(spans),
            arguments=tuple(self._text(*span) for span in spans),
        )

    def _macro(self, define: re.Match[bytes], end: int) -> Site:
        opening = define.end() - 1
        close = self._close(opening, end) or opening
        spans = self._split(opening, close)
        types = [self._text(start, stop) for start, stop in spans]
        variadic = bool(types) and types[-1].endswith(". . .")
        line = self.line_at(define.start(1))
        return Site(
            define.group(1).decode(),
            Kind.MACRO,
            line,
            line,
            self.line_at(end),
            self._text(define.start(1), close + 1),
            len(types),
            Signature("", ("",) * (len(types) - variadic), variadic),
        )

    def _declarator(self, start: int, name: int, opening: int) -> Site | None:
        """Reads a declaration whose specifiers start at `start`, None when it is none."""
        words = WORD.findall(self.plain[start:name])
        if not words or _NOT_TYPES.intersection(words):
            return None
        close = self._close(opening, len(self.code))
        if close is None:
            return None
        body = self._body(close + 1)
        if body is None:
            return None
        static = b"static" in words
        header = self.path.endswith(".h")
        kind = Kind.PROTOTYPE if body != b"{" else Kind.STUB if static and header else Kind.DEFINITION
        word = WORD.match(self.code, name)
        assert word is not None
        split = self._split_between(start, close)
        signature = None if split else self._signature(start, name, opening, close)
        return Site(
            word.group().decode(),
            kind,
            self.line_at(name),
            self.line_at(start),
            self.line_at(close),
            self._text(start, close + 1),
            None,
            signature,
            static,
        )

    def _body(self, offset: int) -> bytes | None:
        """What follows a parameter list, attributes skipped: "{", ";" or None when neither."""
        for _ in range(6):
            word = _ATTRIBUTE.match(self.plain, offset)
            if word is None:
                break
            if word.group(1) in BASIC or word.group(1) in (b"struct", b"static", b"const"):
                return None
            offset = word.end()
            if word.group(2):
                close = self._close(word.end() - 1, len(self.code))
                if close is None:
                    return None
                offset = close + 1
        follows = _NEXT.match(self.plain, offset)
        char = follows.group(1) if follows else b""
        return b"{" if char == b"{" else b";" if char in (b";", b",") else None

    def _signature(self, start: int, name: int, opening: int, close: int) -> Signature:
        types = [parameter_type(self.code[a:b]) for a, b in self._split(opening, close)]
        if types == ["void"]:
            types = []
        variadic = bool(types) and types[-1] == "..."
        if variadic:
            types.pop()
        return Signature(joined(type_tokens(self.code[start:name])), tuple(types), variadic)
