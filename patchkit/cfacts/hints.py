"""What `queries/c/hints.toml` knows of kernel macros, and the blanking of annotations.

The file's own comments say what each list is for. This module adds nothing to them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Struct

from patchkit.cfacts.lexer import blank
from patchkit.cfacts.words import Words
from patchkit.data import data_folder
from patchkit.errors import QueryError


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]


class _Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patterns: tuple[str, ...]


class DefinitionLike(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A macro call that stands for a definition; see the file."""

    macro: str
    name: Annotated[int, msgspec.Meta(ge=0)]
    defines: Literal["function", "variable"]
    parameters: Literal["pairs", "none", "unknown"] = "unknown"
    prefix: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    mask: _Words
    mask_with_arguments: _Words
    inline: _Words
    export: _Patterns
    definition_like: tuple[DefinitionLike, ...]


class Hints(Struct, frozen=True):
    """The lists of hints.toml, ready for use on bytes."""

    plain: frozenset[bytes]
    with_arguments: frozenset[bytes]
    inline: frozenset[bytes]
    export: re.Pattern[bytes]
    definitions: tuple[tuple[re.Pattern[bytes], DefinitionLike], ...]
    any_definition: re.Pattern[bytes]
    blanked: Words

    def annotation(self, word: bytes) -> bool:
        """Tells whether `word` is an annotation, with or without arguments."""
        return word in self.plain or word in self.with_arguments

    def definition(self, word: bytes) -> DefinitionLike | None:
        """Returns what the macro `word` defines, None when it is no definition-like macro."""
        if not self.any_definition.fullmatch(word):
            return None
        return next((entry for pattern, entry in self.definitions if pattern.fullmatch(word)), None)

    def blank_annotations(self, text: bytes) -> bytes:
        """Returns `text` with every annotation, and its argument list, as spaces."""
        pieces: list[bytes] = []
        done = 0
        for start, word in self.blanked.find(text):
            if start < done:
                continue
            end = start + len(word)
            if word in self.with_arguments:
                end = _argument_list_end(text, end)
            pieces.append(text[done:start])
            pieces.append(blank(text[start:end]))
            done = end
        pieces.append(text[done:])
        return b"".join(pieces)


_C_INLINE = frozenset((b"inline", b"__inline", b"__inline__", b"__forceinline"))
_PARENTHESIS = re.compile(rb"[()]")


def _argument_list_end(text: bytes, position: int) -> int:
    """Returns the end of the argument list behind `position`, or `position` if there is none."""
    opening = position
    while text[opening : opening + 1].isspace():
        opening += 1
    if text[opening : opening + 1] != b"(":
        return position
    depth = 0
    for match in _PARENTHESIS.finditer(text, opening):
        depth += 1 if match[0] == b"(" else -1
        if depth == 0:
            return match.end()
    return position


@cache
def load_hints() -> Hints:
    """Returns the hints; raises QueryError when hints.toml is missing or malformed."""
    return read_hints(data_folder("queries") / "c" / "hints.toml")


def read_hints(path: Path) -> Hints:
    """Returns the hints of one file; raises QueryError naming the file and what is wrong."""
    try:
        content = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
        export = re.compile("|".join(content.export.patterns).encode())
        definitions = tuple(
            (re.compile(entry.macro.encode()), entry) for entry in content.definition_like
        )
        any_definition = re.compile("|".join(one.macro for one in content.definition_like).encode())
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError, re.error) as error:
        raise QueryError(str(error), where=str(path)) from error
    plain, with_arguments, inline = (
        frozenset(word.encode() for word in group.words)
        for group in (content.mask, content.mask_with_arguments, content.inline)
    )
    blanked = Words(plain | with_arguments | (inline - _C_INLINE))
    return Hints(plain, with_arguments, inline, export, definitions, any_definition, blanked)
