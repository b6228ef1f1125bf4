"""Some lines of a patch as words, so that text which only breaks its lines elsewhere compares equal.

Of C the tokens, and apart from them the words of its comments: a comment that says something else is no
matter of layout. Of anything else nothing: there white space may have a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from patchkit.placement.tokens import c_comments, c_tokens

# A line of the kernel's block comments; where the fragment begins inside one, nothing else shows it. One
# that ends as statements do may be the second line of a product.
_LEADER = re.compile(rb"[ \t]*\*(?:/|[ \t]*$|[ \t].*[^;{} \t]$)")
_MARKS = re.compile(rb"(?m)/\*+|\*+/|//|^[ \t]*\*+/?")


class Reading(Struct, frozen=True):
    """The tokens of a fragment, and the words of its comments."""

    tokens: tuple[bytes, ...]
    comments: tuple[bytes, ...]


def read_fragment(lines: Sequence[bytes]) -> Reading:
    """Returns what some lines out of a C file say."""
    code: list[bytes] = []
    prose: list[bytes] = []
    inside = False
    for line in lines:
        if not inside and _LEADER.match(line):
            before, _, after = line.partition(b"*/")
            prose.append(before)
            code.append(after)
        else:
            code.append(line)
        inside = _opens(code[-1], inside)
    text = b"\n".join((*code, b""))
    closing, opening = text.find(b"*/"), text.find(b"/*")
    if closing >= 0 and (opening < 0 or closing < opening):
        prose.append(text[:closing])
        text = text[closing + 2 :]
    return Reading(c_tokens(text).texts, _words((*prose, *c_comments(text))))


def _opens(line: bytes, inside: bool) -> bool:
    """Tells whether a comment is open behind this line."""
    opening, closing = line.rfind(b"/*"), line.rfind(b"*/")
    return inside if opening == closing == -1 else opening > closing


def _words(comments: Sequence[bytes]) -> tuple[bytes, ...]:
    return tuple(word for one in comments for word in _MARKS.sub(b" ", one).split())
