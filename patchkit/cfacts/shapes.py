"""What a member's name may be where it stands, told from the raw bytes beside it.

A common name of a member (`open`) stands in ten thousand files, and in some hundreds of them as a
pointer that is declared, given a value or called. Lexing a file costs a hundred times what this does, so
this is asked first. It never says no where the lexed text would say yes: beside a comment, a line's end,
a preprocessor line or anything else that is masked, a name may be all of these.
"""

from __future__ import annotations

import re
from enum import Flag, auto

from patchkit.cfacts.words import Words


class Shape(Flag):
    """What the name of a member that holds a function may be at a place."""

    POINTER = auto()  # (*name)(
    STORED = auto()  # .name =
    CALLED = auto()  # ->name(


NOTHING = Shape(0)
ANYTHING = Shape.POINTER | Shape.STORED | Shape.CALLED
_BLANKS = b" \t\v\f"
# What masking may blank, or where it may have ended: a comment, a directive, a continued line, a string.
_MASKED = b"/\\#\n\r\"'"
_BEFORE = {
    **dict.fromkeys(b"*", Shape.POINTER),
    **dict.fromkeys(b".>", Shape.STORED | Shape.CALLED),
    **dict.fromkeys(_MASKED, ANYTHING),
}
_QUALIFIERS = (b"const", b"volatile")  # (*const name)(
_AFTER = re.compile(
    rb"""[ \t\v\f]*+(?: (?P<closed> \)[ \t\v\f]*+[(/\\\#\n\r"'] ) | (?P<array> \[ ) | (?P<given> = )
         | (?P<called> \( ) | (?P<masked> [/\\\#\n\r"'] | \Z ) )""",
    re.VERBOSE,
)
_MEANS = {
    "closed": Shape.POINTER | Shape.CALLED,
    "array": Shape.POINTER,
    "given": Shape.STORED,
    "called": Shape.CALLED,
    "masked": ANYTHING,
}

# Behind a struct's tag, up to the values of its initialiser or of a compound literal.
_BEGINS = re.compile(rb"[\w\s*]*+(?:\[[^][]*+\]\s*+)*+(?:[=)]\s*+(?=[{/\\#])|(?=[\[/\\#\"']))")
# The rest of an initialiser in which each value has a name: nothing is left to be counted.
_TEXT = rb'"(?:[^"\\\n]|\\.)*+"'
_LIST = rb"\((?:[^(){};/#\"'\\]|" + _TEXT + rb"|\([^(){};/#\"'\\]*+\))*+\)"
_BRACED = rb"\{(?:[^{};/#\"'\\]|" + _TEXT + rb"|\{[^{};/#\"'\\]*+\})*+\}"
_VALUE = rb"(?:[^,;{}()/#\"'\\]|" + _TEXT + rb"|" + _LIST + rb"|" + _BRACED + rb")*+"
_COMMENT = rb"/\*(?:[^*]|\*(?!/))*+\*/"
_ALL_NAMED = re.compile(
    rb"\{(?:\s++|" + _COMMENT + rb"|\.\s*+\w++\s*+=" + _VALUE + rb"(?:,|(?=\})))*+\}"
)


def shapes(data: bytes, names: Words) -> Shape:
    """Returns all that one of `names` may be somewhere in a file."""
    found = NOTHING
    for start, name in names.find(data):
        left = _left(data, start)
        right = _AFTER.match(data, start + len(name)) if left is not None else None
        if left is not None and right is not None and right.lastgroup is not None:
            found |= left & _MEANS[right.lastgroup]
    return found


def _left(data: bytes, start: int) -> Shape | None:
    before = start - 1
    while before >= 0 and data[before] in _BLANKS:
        before -= 1
    if before < 0:
        return ANYTHING
    if before < start - 1 and data.endswith(_QUALIFIERS, max(0, before - 8), before + 1):
        return Shape.POINTER
    return _BEFORE.get(data[before])


def may_count_values(data: bytes, tags: Words) -> bool:
    """Tells whether a struct with one of `tags` may have an initialiser with a value without a name."""
    return any(_unnamed(data, start + len(tag)) for start, tag in tags.find(data))


def _unnamed(data: bytes, behind: int) -> bool:
    begins = _BEGINS.match(data, behind)
    return begins is not None and _ALL_NAMED.match(data, begins.end()) is None
