"""Whether lines do nothing but declare functions, objects or tags: then their order means nothing in C.

Only complete declarations count, none of them a definition, an enumerator or a macro, and no `#if` among
them. Used to explain, never to place: where such lines go is a habit of their file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from patchkit.cfacts.lexer import lex

_DECLARATION = re.compile(
    rb"\s*(?:(?:extern|struct|union|enum)\b[\w\s*]*;"
    rb"|(?!(?:typedef|return|else|static)\b)[A-Za-z_][\w\s*]*[\s*]\w+\s*\([^{};#]*\)[^(){};#=]*;)"
)


def only_declare(lines: Sequence[bytes]) -> bool:
    """Tells whether some lines, not all of them blank, are declarations from column 0 on."""
    if any(line.lstrip()[:1] == b"#" for line in lines):
        return False
    text = lex(b"".join(lines)).code
    starts = [line for line in text.split(b"\n") if line.strip()]
    at = 0
    while match := _DECLARATION.match(text, at):
        at = match.end()
    return bool(starts) and not text[at:].strip() and not starts[0][:1].isspace()
