"""Classifier B on a word without a list: a variable, a type, or a name used as a value."""

from __future__ import annotations

import re

from patchkit.cfacts.context import Where, opening_of
from patchkit.cfacts.reading import Reading
from patchkit.cfacts.text import next_offset, next_token, previous_token
from patchkit.cfacts.word import KEYWORDS, WORD, Word
from patchkit.model.facts import ReferenceForm, SiteKind

_ONLY_VARIABLES = frozenset(b"-> . [ ++ -- = += -= *= /= %= &= |= ^= <<= >>=".split())
_DECLARES = re.compile(rb"\s*(?:\w+[\s*]+)*\w+[\s*]+\Z")
_LISTS = re.compile(rb"\s*(?:\w+\s+)*\w+[\s*]+\w+\s*[,=\[(:]")
_BOUNDARIES = (b"", b";", b"{", b"}", b":", b")")


def read_use(word: Word) -> Reading:
    """Returns what a word without a list behind it is."""
    head = word.context.statement
    kind = _in_list(word) if word.context.brackets else _in_statement(word)
    if kind is not None:
        # A prototype's parameter is a variable nowhere else.
        of_prototype = word.context.where is Where.FILE and not word.code.endswith(b"{")
        declared = kind is SiteKind.VARIABLE and not (word.context.brackets and of_prototype)
        return Reading(kind, head=head, declared=declared)
    if word.after in _ONLY_VARIABLES or word.before in (b"++", b"--"):
        return Reading(SiteKind.VARIABLE, head=head)
    return Reading(SiteKind.REFERENCE, form=_form(word), head=head)


def _in_statement(word: Word) -> SiteKind | None:
    """Returns VARIABLE or TYPE for a word that a statement declares or begins a declaration with."""
    names_follow = _word_follows(word)
    if word.before in _BOUNDARIES or not word.head.strip():
        begins = names_follow or (word.after == b"*" and _pointer_follows(word))
        return SiteKind.TYPE if begins else None
    if word.type_in_front() and _DECLARES.match(word.head):
        if word.ends_declarator():
            return SiteKind.VARIABLE
        return SiteKind.TYPE if names_follow or word.after == b"*" else None
    before = word.before
    if before == b"*":
        before = previous_token(word.code, word.before_at)[0]
    listed = before == b"," and word.context.where is not Where.INITIALIZER
    return SiteKind.VARIABLE if listed and word.ends_declarator() and _LISTS.match(word.head) else None


def _in_list(word: Word) -> SiteKind | None:
    """Returns VARIABLE or TYPE for a word that a parameter list or a cast says something about."""
    if not word.in_parentheses:
        return None
    if word.pointer_declarator():
        return SiteKind.VARIABLE
    names_follow = _word_follows(word)
    of_pointer = previous_token(word.code, word.bracket)[0] == b")"
    if word.context.where is not Where.FILE and not of_pointer:
        cast = word.after == b"*" and _only_stars_to_close(word)
        return SiteKind.TYPE if names_follow or cast else None
    if word.type_in_front() and word.after in (b",", b")", b"["):
        return SiteKind.VARIABLE
    if word.before in (b"(", b",") and (names_follow or word.after == b"*"):
        return SiteKind.TYPE
    return None


def _word_follows(word: Word) -> bool:
    return bool(WORD.fullmatch(word.after)) and not word.hints.annotation(word.after)


def _pointer_follows(word: Word) -> bool:
    """Tells whether `word *name` ends like a declaration; a product would be of no use there."""
    code, position, token = word.code, word.end, word.after
    while token == b"*":
        position = next_offset(code, position) + 1
        token = next_token(code, position)
    if not WORD.fullmatch(token):
        return False
    after = next_token(code, next_offset(code, position) + len(token))
    return after in (b";", b"=", b",", b"[", b")", b"(") or word.hints.annotation(after)


def _only_stars_to_close(word: Word) -> bool:
    closing = word.code.find(b")", word.end)
    return closing >= 0 and not word.code[word.end : closing].strip(b"* \t\n")


def _form(word: Word) -> ReferenceForm:
    """Returns how a name that stands for itself is used."""
    before, position = _in_front_of_operand(word)
    if before == b"&":
        operand = previous_token(word.code, position, word.context.statement)[0]
        binary = operand in (b")", b"]") or (WORD.fullmatch(operand) and operand not in KEYWORDS)
        return ReferenceForm.OTHER if binary else ReferenceForm.ADDRESS
    if word.in_parentheses:
        return _argument(word, before)
    if before == b"=":
        return _assigned(word)
    if word.context.where is Where.INITIALIZER and before in (b"{", b",", b"", b"]"):
        return ReferenceForm.INITIALIZER
    return ReferenceForm.OTHER


def _in_front_of_operand(word: Word) -> tuple[bytes, int]:
    """Returns the token in front of the word, looking through a cast and through `a ? b : c`."""
    before, position = word.before, word.before_at
    start = max(word.context.statement, word.bracket + 1)
    if before == b")":
        opening = opening_of(word.code, position, start)
        if opening >= 0:
            before, position = previous_token(word.code, opening, start)
    if before in (b"?", b":"):
        assigned = word.code.rfind(b"=", start, position)
        if assigned >= 0:
            return b"=", assigned
        return (b"(", word.bracket) if word.in_parentheses else (b"", -1)
    # The search stopped at the bracket itself.
    return (b"(", word.bracket) if not before and word.in_parentheses else (before, position)


def _argument(word: Word, before: bytes) -> ReferenceForm:
    function = previous_token(word.code, word.bracket)[0]
    if not WORD.fullmatch(function) or function in KEYWORDS:
        return ReferenceForm.OTHER
    if word.hints.export.fullmatch(function):
        return ReferenceForm.EXPORT
    bounded = before in (b"(", b",") and word.after in (b",", b")", b":")
    return ReferenceForm.ARGUMENT if bounded else ReferenceForm.OTHER


def _assigned(word: Word) -> ReferenceForm:
    if word.context.where is not Where.BODY:
        return ReferenceForm.INITIALIZER
    target = word.head[: word.head.rfind(b"=")]
    declares = _DECLARES.match(target.rstrip() + b" ") and len(WORD.findall(target)) > 1
    return ReferenceForm.INITIALIZER if declares else ReferenceForm.ASSIGNMENT
