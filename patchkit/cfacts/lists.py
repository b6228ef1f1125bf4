"""Classifier B on a word with a list behind it: a call, a prototype or a definition."""

from __future__ import annotations

import re

from patchkit.cfacts.blocks import behind_macro_calls, has_type
from patchkit.cfacts.context import Where
from patchkit.cfacts.reading import Reading
from patchkit.cfacts.text import (
    list_items,
    match_parenthesis,
    next_offset,
    next_token,
    previous_token,
    skip_attributes,
)
from patchkit.cfacts.word import KEYWORDS, WORD, Word
from patchkit.model.facts import SiteKind

# What a declaration inside a function may begin with; a bare typedef name is not enough, because
# `for_each_x(y)` and other macros in front of a call look the same.
_BASIC = frozenset(
    (
        b"int void char long short unsigned signed bool float double struct union enum "
        b"const volatile extern"
    ).split()
)
_BASIC_WORD = re.compile(rb"\b(?:void|int|char|long|short|unsigned|signed|bool|float|double)\b")
_OLD_STYLE = re.compile(rb"\s*(?:\w[\w\s*,\[\]]*;\s*)+\{")
_DECLARATION_HEAD = re.compile(rb"\s*[A-Za-z_][\w\s*(),\[\]\"]*\Z")
_DIMENSION = re.compile(rb"\[[^\]]*\]")
_NAMES_ONLY = re.compile(rb"\s*\w+\s*(?:,\s*\w+\s*)*\Z")
_NOT_PARAMETERS = re.compile(rb"[\"'+/%!~?:&|^<>=;{}\\$@#]|->|\b\d|[^.]\.[^.]|^\.[^.]")


def read_list(word: Word) -> Reading:
    """Returns what a word in front of a `(` is: a call, or what is declared there."""
    head = word.context.statement
    opening = next_offset(word.code, word.end)
    closing = match_parenthesis(word.code, opening)
    if closing < 0:
        doubt = "its parenthesis is never closed"
        return Reading(SiteKind.CALL, head=head, opening=opening, doubt=doubt)
    count = len(list_items(word.code, opening, closing))
    if word.code[opening + 1 : closing].strip() == b"void":
        count = 0
    kind = SiteKind.CALL
    doubt = ""
    if word.context.brackets:
        kind = _in_brackets(word, closing)
    elif word.context.where is Where.FILE:
        kind, doubt = _at_file_scope(word, opening, closing)
    elif word.context.where is Where.BODY and _declared_in_body(word, opening, closing):
        kind = SiteKind.PROTOTYPE
    return Reading(kind, head=head, opening=opening, closing=closing, count=count, doubt=doubt)


def _in_brackets(word: Word, closing: int) -> SiteKind:
    """A list inside of brackets is a call, but for `int (*name(int a))(void)`."""
    outer = word.context.brackets[-1]
    declarator = word.before == b"*" and word.code[outer + 1 : word.offset].strip(b"* \t\n") == b""
    typed = word.context.where is Where.FILE and WORD.fullmatch(previous_token(word.code, outer)[0])
    if not (declarator and typed) or next_token(word.code, closing + 1) != b")":
        return SiteKind.CALL
    second = next_offset(word.code, next_offset(word.code, closing + 1) + 1)
    if second < 0 or word.code[second] != 0x28:
        return SiteKind.CALL
    end = match_parenthesis(word.code, second)
    following = skip_attributes(word.code, end + 1, word.hints) if end >= 0 else len(word.code)
    is_body = word.code[following : following + 1] == b"{"
    return SiteKind.DEFINITION if is_body else SiteKind.PROTOTYPE


def _at_file_scope(word: Word, opening: int, closing: int) -> tuple[SiteKind, str]:
    head = behind_macro_calls(word.head, word.hints)
    typed = has_type(head, word.hints) and head.rstrip()[-1:] not in (b")", b"=")
    if not typed or not _DECLARATION_HEAD.match(head) or word.before in KEYWORDS:
        return SiteKind.CALL, ""
    if word.before == b"," and b")" not in head:
        return SiteKind.CALL, ""  # the list begins in front of the fragment
    following = skip_attributes(word.code, closing + 1, word.hints)
    byte = word.code[following : following + 1]
    if byte == b"{":
        return SiteKind.DEFINITION, ""
    parameters = _looks_like_parameters(word, opening, closing)
    if byte in (b";", b","):
        return (SiteKind.PROTOTYPE if parameters else SiteKind.CALL), ""
    if not byte and parameters and _in_column_0(word):
        return SiteKind.DEFINITION, "the text ends before the body or the semicolon"
    names_only = _NAMES_ONLY.match(word.code[opening + 1 : closing])
    if byte and names_only and _OLD_STYLE.match(word.code, closing + 1):
        return SiteKind.DEFINITION, ""
    return SiteKind.CALL, ""


def _looks_like_parameters(word: Word, opening: int, closing: int) -> bool:
    """Tells whether the list could declare parameters: no literals, no operators but `*`.

    Bare names alone are types only in a declaration that begins in column 0.
    """
    text = _DIMENSION.sub(b"", word.hints.blank_annotations(word.code[opening + 1 : closing]))
    if _NOT_PARAMETERS.search(text):
        return False
    return _in_column_0(word) or not _NAMES_ONLY.match(text) or bool(_BASIC_WORD.search(text))


def _in_column_0(word: Word) -> bool:
    """Tells whether the statement begins in the first column of its line."""
    begin = next_offset(word.code, word.context.statement)
    return begin <= 0 or word.code[begin - 1] == 0x0A


def _declared_in_body(word: Word, opening: int, closing: int) -> bool:
    """Tells whether a function declares another one; see _BASIC for what it must begin with."""
    head = word.head
    words = WORD.findall(head)
    if not words or words[0] not in _BASIC or b"=" in head or b"(" in head:
        return False
    following = skip_attributes(word.code, closing + 1, word.hints)
    ends = word.code[following : following + 1] in (b";", b",")
    return ends and word.type_in_front() and _looks_like_parameters(word, opening, closing)
