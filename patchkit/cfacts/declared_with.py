"""The names that are declared with a struct's type, and whether a text takes a member of one of them.

A member of a common name (`flags`) is taken in ten thousand files. Only what a name of the struct's type
stands in front of can be that struct's member, as far as expressions.py knows types; whether there is
such a place costs little to see in the raw bytes. Where the text is not plain, more names are returned
than are declared so, and no place is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from patchkit.cfacts.source import source_of
from patchkit.cfacts.words import Words

_WORD = re.compile(rb"[A-Za-z_]\w*")
_TAGGED = re.compile(rb"\b(?:struct|union)\b(?:\s|\\|__\w+(?:\([^)]*\))?|/\*(?:[^*]|\*(?!/))*+\*/)*\Z")
# What may stand between a tag and the end of a declarator: words, stars, comments.
_RUN = re.compile(rb"(?:[\w\s*\\]|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_NEXT = re.compile(rb",[\s*\\]*(?:const\s+)?(\w+)\s*(?=[,;=\[:])")
_ATTRIBUTE = re.compile(rb"__\w+\s*\Z")
_STARRED = re.compile(rb"\(\s*\*\s*(\w+)\s*\Z")
_LAST_WORD = re.compile(rb"\w+\Z")
_BEFORE_TAG = 200
_MOST = 2000  # bytes that an initialiser in a declaration is looked through
_UNCLEAR = b"/\\#\"'"
_CLOSED = {0x29: b"(", 0x5D: b"[", 0x7D: b"{"}


def declared_with(path: str, data: bytes, tags: Words) -> frozenset[bytes]:
    """Returns the names of variables, parameters and members of the structs (or unions) with a tag.

    Pointers to them and arrays of them as well; words that are no such names may be among them.
    """
    found: set[bytes] = set()
    for start, tag in tags.find(data):
        if _TAGGED.search(data, max(0, start - _BEFORE_TAG), start):
            found.update(_declared(path, data, start + len(tag)))
    return frozenset(found)


def _declared(path: str, data: bytes, behind: int) -> Iterator[bytes]:
    run = _RUN.match(data, behind)
    assert run is not None
    words, end = _WORD.findall(run[0]), run.end()
    yield from words
    byte = data[end : end + 1]
    if byte == b"{":
        yield from _behind_definition(path, data, end)
    elif (
        byte in (b"/", b"#")
        or (byte == b"," and not words)
        or (byte == b"(" and _ATTRIBUTE.search(run[0]))
    ):
        yield from _words(data, end)
    else:
        yield from _listed(data, end)


def _listed(data: bytes, at: int) -> Iterator[bytes]:
    """The other declarators of a declaration whose first one ends at `at`."""
    while True:
        byte = data[at : at + 1]
        following = _NEXT.match(data, at) if byte == b"," else None
        if following is not None:
            yield following[1]
            at = following.end()
        elif byte == b"[" and (closing := data.find(b"]", at)) >= 0:
            at = closing + 1
            at += len(data[at : at + 80]) - len(data[at : at + 80].lstrip())
        elif byte in (b"=", b":", b"[", b"/", b"#"):
            yield from _words(data, at)
            return
        else:
            return


def _behind_definition(path: str, data: bytes, opening: int) -> Iterator[bytes]:
    """The declarators behind the `}` of a struct's definition."""
    code = source_of(path, data).code
    depth = 0
    for match in re.finditer(rb"[{}]", code[opening:]):
        depth += 1 if match[0] == b"{" else -1
        if depth == 0:
            yield from _words(data, opening + match.end())
            return


def _words(data: bytes, start: int) -> list[bytes]:
    end = data.find(b";", start, start + _MOST)
    return _WORD.findall(data, start, end if end >= 0 else start + _MOST)


def takes_member(text: bytes, member: re.Pattern[bytes], names: Collection[bytes]) -> bool:
    """Tells whether a member that `member` matches, with operator, may be taken of one of `names`."""
    return any(_taken_of(text, match.start(), names) for match in member.finditer(text))


def _taken_of(text: bytes, end: int, names: Collection[bytes]) -> bool:
    """Tells whether the operand in front of `end` is one of `names`, an element of it or `(*name)`."""
    while end > 0:
        while end > 0 and text[end - 1 : end].isspace():
            end -= 1
        last = text[end - 1] if end else 0x3B
        if last == 0x5D:
            end = _opening(text, end - 1)
            continue
        if last == 0x29:
            starred = _STARRED.search(text, max(0, end - _BEFORE_TAG), end - 1)
            return starred[1] in names if starred is not None else b"/" in text[max(0, end - 80) : end]
        word = _LAST_WORD.search(text, max(0, end - _BEFORE_TAG), end)
        return word[0] in names if word is not None else last in _UNCLEAR
    return False


def _opening(text: bytes, closing: int) -> int:
    """Returns the offset of the bracket that the one at `closing` closes, 0 for none."""
    depth = 0
    for at in range(closing, max(-1, closing - _MOST), -1):
        if text[at] in _CLOSED:
            depth += 1
        elif text[at] in b"([{":
            depth -= 1
            if depth == 0:
                return at
    return 0
