"""Classifier B: what a word in the code is, from the masked text around it alone.

It looks at the tokens beside the word and at the brackets it stands in, so a construct that no
grammar knows costs it nothing further away. It counts arguments better than the grammar does and
knows less about declarations; join.py joins the two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from patchkit.cfacts.chosen import called_as_chosen
from patchkit.cfacts.context import Where, context_of
from patchkit.cfacts.lists import read_list
from patchkit.cfacts.reading import Reading
from patchkit.cfacts.text import next_offset, previous_token
from patchkit.cfacts.uses import read_use
from patchkit.cfacts.word import WORD, Word
from patchkit.model.facts import SiteKind

_TAGS = frozenset(b"struct union enum".split())
_BEFORE_CALL = frozenset(b"return else do case".split())
_POINTER_TO_FUNCTION = re.compile(rb"\s*\(\s*\*+\s*\w+\s*(?:\[[^\]]*\]\s*)*\)\s*\(")


@lru_cache(maxsize=2048)
def scan(code: bytes, offset: int, length: int, body: int, function: bool) -> Reading:
    """Returns what the word of `length` bytes at `offset` of an island is.

    `code` is the island's masked text, `body` and `function` are as in islands.py, all offsets,
    the reading's as well, count from the island's start. The word must stand in the code.
    """
    word = Word(code, offset, length, context_of(code, offset, body, function))
    kind = _by_neighbours(word)
    if kind is not None:
        return Reading(kind, head=word.context.statement, declared=kind is SiteKind.VARIABLE)
    bare = _out_of_parentheses(word)
    if bare is not None:
        return read_list(bare)
    chosen = called_as_chosen(code, offset, length) if word.in_parentheses else -1
    if chosen >= 0 and word.context.where is not Where.FILE:
        return read_list(_called_at(word, chosen))
    return read_list(word) if word.after == b"(" else read_use(word)


def _out_of_parentheses(word: Word) -> Word | None:
    """Returns `(name)` in `(name)(x)` as if it stood there bare, None for other words.

    So one calls the function where a macro has its name; `(*name)(x)` and `(&name)(x)` call it as well.
    At file scope `MACRO(name)(int x)` looks the same, and behind a word `g(name)(x)` does.
    """
    before, opening = word.before, word.before_at
    if before in (b"*", b"&"):
        before, opening = previous_token(word.code, opening)
    if word.after != b")" or before != b"(" or word.context.where is Where.FILE:
        return None
    context = replace(word.context, brackets=word.context.brackets[:-1])
    bare = Word(word.code, opening, next_offset(word.code, word.end) + 1 - opening, context)
    operand = WORD.fullmatch(bare.before) and bare.before not in _BEFORE_CALL
    # `struct x *(*name)(int)` declares it, and a product of it is nothing one sees.
    declares = word.before == b"*" and bare.before == b"*"
    called = bare.after == b"(" and not operand and not declares
    return bare if called and bare.before not in (b")", b"]") else None


def _called_at(word: Word, opening: int) -> Word:
    """Returns the expression around a word, which chooses it, as a word with its list at `opening`."""
    context = replace(word.context, brackets=word.context.brackets[:-1])
    start = word.bracket
    return Word(word.code, start, previous_token(word.code, opening)[1] + 1 - start, context)


def _by_neighbours(word: Word) -> SiteKind | None:
    """What the token beside a word settles: members, labels, tags, enumerators, typedefs."""
    where, before = word.context.where, word.before
    if before in (b"->", b"."):
        return SiteKind.MEMBER
    if before in _TAGS or _POINTER_TO_FUNCTION.match(word.code, word.end):
        return SiteKind.TYPE
    if before == b"goto" or _is_label(word):
        return SiteKind.LABEL
    if where is Where.INITIALIZER and word.after == b":" and before in (b"{", b","):
        return SiteKind.MEMBER  # name: value, the old form of .name = value
    if where is Where.ENUMERATORS and _is_enumerator(word):
        return SiteKind.VARIABLE
    if where is Where.FIELDS:
        return _field(word)
    if word.head.split()[:1] == [b"typedef"] and _is_typedef_name(word):
        return SiteKind.TYPE
    return None


def _is_label(word: Word) -> bool:
    if word.after != b":" or word.context.brackets or word.context.where is not Where.BODY:
        return False
    return word.before in (b"", b";", b"{", b"}", b":", b")")


def _is_enumerator(word: Word) -> bool:
    in_place = not word.context.brackets and word.before in (b"", b"{", b",")
    return in_place and word.after in (b",", b"=", b"}", b"")


def _field(word: Word) -> SiteKind | None:
    if word.context.brackets:
        return SiteKind.MEMBER if word.pointer_declarator() else None
    if word.after == b"(":
        return SiteKind.MEMBER if word.type_in_front() else None
    if word.ends_declarator():
        return SiteKind.MEMBER if word.before not in (b"", b"{", b";") else None
    return SiteKind.TYPE


def _is_typedef_name(word: Word) -> bool:
    if word.before == b"*" and word.after == b")":
        return True
    return not word.context.brackets and (word.after == b"(" or word.ends_declarator())
