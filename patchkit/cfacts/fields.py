"""The members of structs and unions, from their definitions in the files that a file includes.

Every `#if` branch counts. A member may hide in a macro's call, so any word in the braces counts as
one; where a macro stands alone among the members, nobody can say what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from patchkit.cfacts.declare import KEYWORDS, TAGS, Declarer
from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.lexer import lex
from patchkit.cfacts.tokens import Tokens, is_word, tokenize

_WORD = re.compile(rb"[A-Za-z_]\w*")
_DEFINED = re.compile(rb"\b(?:struct|union)\s+(?:__\w++(?:\([^)]*\))?\s*)*(\w+)\s*(?:__\w++\s*)*\{")
_MOST = 1 << 16
# Marks among members that bring none; __randomize_layout has them.
_MARKS = re.compile(rb"randomized_struct_fields_(?:start|end)|ANDROID_\w+|CK_KABI_\w+|__?private")


class StructDefinition(Struct, frozen=True):
    """One definition: all words between its braces, and the types of the members that were read.

    `opaque`: a macro among the members may bring any. `path` and `offset` are where it stands.
    `order` are the members as an initialiser without names counts them, () where that is not known.
    """

    tag: bytes
    path: str
    offset: int
    words: frozenset[bytes]
    types: dict[bytes, str]
    opaque: bool
    order: tuple[str, ...] = ()

    def lacks(self, member: bytes) -> bool:
        """Tells whether the struct certainly has no such member."""
        return not self.opaque and member not in self.words


def structs_in(path: str, data: bytes, tag: bytes) -> Iterator[StructDefinition]:
    """Yields the definitions of `struct tag` (or union) in a file's bytes, in order."""
    if tag not in data:
        return
    attributes = rb"(?:__\w+(?:\([^)]*\))?\s*)*"
    pattern = re.compile(rb"\b(?:struct|union)\s+" + attributes + tag + rb"\s*" + attributes + rb"\{")
    for match in pattern.finditer(data):
        found = _read(path, data[match.end() - 1 : match.end() - 1 + _MOST], tag, match.start())
        if found is not None:
            yield found


def tags_in(data: bytes) -> tuple[bytes, ...]:
    """Returns the tags of the structs and unions that seem to be defined in a file's bytes."""
    return tuple(dict.fromkeys(_DEFINED.findall(data)))


@lru_cache(maxsize=256)
def _read(path: str, text: bytes, tag: bytes, offset: int) -> StructDefinition | None:
    lexed = lex(text)
    if not lexed.code.startswith(b"{"):
        return None  # it stands in a comment
    end = _closing(lexed.code)
    tokens = tokenize(lexed.code, 0, end + 1) if end > 0 else None
    if tokens is None:
        # Braces under `#if`, or cut off: every word may be a member.
        return StructDefinition(tag, path, offset, frozenset(), {}, True)
    reader = _Members(tokens)
    reader.block(0)
    included = any(line.keyword == b"include" and line.start < end for line in lexed.directives)
    words = frozenset(_WORD.findall(text[:end]))
    plain = not reader.opaque and not reader.nested
    plain = plain and not any(line.start < end for line in lexed.directives)
    order = tuple(name.decode("utf-8", "surrogateescape") for name in reader.types) if plain else ()
    return StructDefinition(tag, path, offset, words, reader.types, reader.opaque or included, order)


def _closing(code: bytes) -> int:
    depth = 0
    for match in re.finditer(rb"[{}]", code):
        depth += 1 if match[0] == b"{" else -1
        if depth == 0:
            return match.start()
    return -1


class _Members:
    """Reads the members of one struct, those of anonymous structs in it included."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.declarer = Declarer(tokens, load_hints())
        self.types: dict[bytes, str] = {}
        self.opaque = False
        self.nested = False  # a struct without a name, whose members count as one value or as many

    def block(self, opening: int) -> None:
        closing = self.tokens.pair[opening]
        index = opening + 1
        while index < closing:
            stop = self._end(index, closing)
            if stop > index:
                self._member(index, stop)
            index = stop + 1

    def _end(self, index: int, last: int) -> int:
        while index < last and self.tokens.texts[index] != b";":
            opens = self.tokens.texts[index] in (b"(", b"[", b"{")
            index = self.tokens.pair[index] + 1 if opens else index + 1
        return min(index, last)

    def _member(self, first: int, last: int) -> None:
        texts = self.tokens.texts
        for index in range(first, last):
            if texts[index] == b"{" and texts[index - 1] in TAGS:
                behind = texts[self.tokens.pair[index] + 1 : last]
                if not any(is_word(text) for text in behind):
                    self.nested = True
                    self.block(index)
                    return
        declaration = self.declarer.read(first, last)
        if declaration is None or not declaration.names:
            word = texts[first]
            call = self.tokens.text(first + 1) == b"("
            self.opaque = self.opaque or (
                is_word(word) and word not in KEYWORDS and not call and not _MARKS.fullmatch(word)
            )
            return
        for one in declaration.names:
            self.types.setdefault(one.name, one.type)
