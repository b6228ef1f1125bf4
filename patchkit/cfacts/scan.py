"""Classifier B: what a word in the code is, from the masked text around it alone.

It looks at the tokens beside the word and at the brackets it stands in ("an island"), so a
construct that no grammar knows costs it nothing further away. It counts arguments better than
the grammar does and knows less about declarations; sites.py joins the two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from patchkit.cfacts.blocks import behind_macro_calls, has_type
from patchkit.cfacts.context import Context, Where, context_of
from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.reading import Reading
from patchkit.cfacts.text import (
    list_items,
    match_parenthesis,
    next_offset,
    next_token,
    previous_token,
    skip_attributes,
)
from patchkit.model.facts import ReferenceForm, SiteKind

_WORD = re.compile(rb"\w+")
_TAGS = frozenset(b"struct union enum".split())
_KEYWORDS = frozenset(
    (
        b"return else do case sizeof goto if while for switch typeof __typeof__ default "
        b"break continue _Alignof"
    ).split()
)
# What a declaration inside a function may begin with; a bare typedef name is not enough, because
# `for_each_x(y)` and other macros in front of a call look the same.
_BASIC = frozenset(
    (
        b"int void char long short unsigned signed bool float double struct union enum "
        b"const volatile extern"
    ).split()
)
_ASSIGNS = frozenset(b"+= -= *= /= %= &= |= ^= <<= >>=".split())
_USES_OF_VARIABLES = _ASSIGNS | {b"->", b".", b"[", b"++", b"--", b"="}
_OLD_STYLE = re.compile(rb"\s*(?:\w[\w\s*,\[\]]*;\s*)+\{")
_DECLARATION_HEAD = re.compile(rb"\s*[A-Za-z_][\w\s*(),\[\]\"]*\Z")
_DIMENSION = re.compile(rb"\[[^\]]*\]")
_BASIC_WORD = re.compile(rb"\b(?:void|int|char|long|short|unsigned|signed|bool|float|double)\b")
_POINTER_TO_FUNCTION = re.compile(rb"\s*\(\s*\*+\s*\w+\s*(?:\[[^\]]*\]\s*)*\)\s*\(")
_NAMES_ONLY = re.compile(rb"\s*\w+\s*(?:,\s*\w+\s*)*\Z")
_NOT_PARAMETERS = re.compile(rb"[\"'+/%!~?:&|^<>=;{}\\$@#]|->|\b\d|[^.]\.[^.]|^\.[^.]")
_DECLARES = re.compile(rb"\s*(?:\w+[\s*]+)*\w+[\s*]+\Z")
_LISTS = re.compile(rb"\s*(?:\w+\s+)*\w+[\s*]+\w+\s*[,=\[(:]")


@lru_cache(maxsize=2048)
def scan(code: bytes, offset: int, length: int, body: int, function: bool) -> Reading:
    """Returns what the word of `length` bytes at `offset` of an island is.

    `code` is the island's masked text, `body` and `function` are as in islands.py, all offsets,
    the reading's as well, count from the island's start. The word must stand in the code.
    """
    return _Scanner(code, offset, length, context_of(code, offset, body, function)).read()


class _Scanner:
    """A word and what stands beside it."""

    def __init__(self, code: bytes, offset: int, length: int, context: Context) -> None:
        self.code, self.hints, self.context = code, load_hints(), context
        self.offset, self.end = offset, offset + length
        self.before, self.before_at = previous_token(code, offset)
        self.after = next_token(code, self.end)

    def read(self) -> Reading:
        kind = self._by_neighbours()
        if kind is not None:
            declared = kind is SiteKind.VARIABLE
            return Reading(kind, head=self.context.statement, declared=declared)
        return self._with_list() if self.after == b"(" else self._plain()

    @property
    def head(self) -> bytes:
        """The statement in front of the word."""
        return self.code[self.context.statement : self.offset]

    def _by_neighbours(self) -> SiteKind | None:
        """What the token beside it settles: members, labels, tags, enumerators, typedefs."""
        where, before = self.context.where, self.before
        if before in (b"->", b"."):
            return SiteKind.MEMBER
        if before in _TAGS or _POINTER_TO_FUNCTION.match(self.code, self.end):
            return SiteKind.TYPE
        if before == b"goto":
            return SiteKind.LABEL
        if self.after == b":" and not self.context.brackets:
            if where is Where.INITIALIZER and before in (b"{", b","):
                return SiteKind.MEMBER
            if where is Where.BODY and before in (b"", b";", b"{", b"}", b":", b")"):
                return SiteKind.LABEL
        ends = self.after in (b",", b"=", b"}", b"")
        if where is Where.ENUMERATORS and ends and before in (b"", b"{", b","):
            return SiteKind.VARIABLE
        if where is Where.FIELDS:
            return self._field()
        if self.head.split()[:1] == [b"typedef"] and self._declares_typedef():
            return SiteKind.TYPE
        return None

    def _field(self) -> SiteKind | None:
        if self.context.brackets:
            pointed = self.before == b"*" and self.after == b")" and self._list_follows_group()
            return SiteKind.MEMBER if pointed else None
        if self.after == b"(":
            return SiteKind.MEMBER if self._type_in_front() else None
        if self.after in (b";", b",", b"[", b":", b"") or self.hints.annotation(self.after):
            return SiteKind.MEMBER if self.before not in (b"", b"{", b";") else None
        return SiteKind.TYPE

    def _declares_typedef(self) -> bool:
        if self.before == b"*" and self.after == b")":
            return True
        if self.context.brackets:
            return False
        return self.after in (b";", b",", b"[", b"(") or self.hints.annotation(self.after)

    def _list_follows_group(self) -> bool:
        """Tells whether `(*name)` goes on as a pointer to a function: `(*name)(`."""
        return next_token(self.code, next_offset(self.code, self.end) + 1) == b"("

    def _type_in_front(self) -> bool:
        """Tells whether a word or `*` stands directly in front, as behind a type."""
        word = _WORD.fullmatch(self.before)
        return self.before == b"*" or (word is not None and self.before not in _KEYWORDS)

    # ---- a name with a list behind it -------------------------------------------------------

    def _with_list(self) -> Reading:
        head = self.context.statement
        opening = next_offset(self.code, self.end)
        closing = match_parenthesis(self.code, opening)
        if closing < 0:
            doubt = "its parenthesis is never closed"
            return Reading(SiteKind.CALL, head=head, opening=opening, doubt=doubt)
        count = len(list_items(self.code, opening, closing))
        if self.code[opening + 1 : closing].strip() == b"void":
            count = 0
        kind = SiteKind.CALL
        doubt = ""
        if self.context.brackets:
            kind = self._in_brackets(closing)
        elif self.context.where is Where.FILE:
            kind, doubt = self._at_file_scope(opening, closing)
        elif self.context.where is Where.BODY and self._declared_in_body(opening, closing):
            kind = SiteKind.PROTOTYPE
        return Reading(kind, head=head, opening=opening, closing=closing, count=count, doubt=doubt)

    def _in_brackets(self, closing: int) -> SiteKind:
        """A list inside of brackets is a call, but for `int (*name(int a))(void)`."""
        outer = self.context.brackets[-1]
        declarator = self.before == b"*" and self.code[outer + 1 : self.offset].strip(b"* \t\n") == b""
        typed = self.context.where is Where.FILE and _WORD.fullmatch(previous_token(self.code, outer)[0])
        if not (declarator and typed) or next_token(self.code, closing + 1) != b")":
            return SiteKind.CALL
        second = next_offset(self.code, next_offset(self.code, closing + 1) + 1)
        if second < 0 or self.code[second] != 0x28:
            return SiteKind.CALL
        end = match_parenthesis(self.code, second)
        following = skip_attributes(self.code, end + 1, self.hints) if end >= 0 else len(self.code)
        is_body = self.code[following : following + 1] == b"{"
        return SiteKind.DEFINITION if is_body else SiteKind.PROTOTYPE

    def _at_file_scope(self, opening: int, closing: int) -> tuple[SiteKind, str]:
        head = behind_macro_calls(self.head, self.hints)
        typed = has_type(head, self.hints) and head.rstrip()[-1:] not in (b")", b"=")
        if not typed or not _DECLARATION_HEAD.match(head) or self.before in _KEYWORDS:
            return SiteKind.CALL, ""
        if self.before == b"," and b")" not in head:
            return SiteKind.CALL, ""  # the list begins in front of the fragment
        following = skip_attributes(self.code, closing + 1, self.hints)
        byte = self.code[following : following + 1]
        if byte == b"{":
            return SiteKind.DEFINITION, ""
        parameters = self._looks_like_parameters(opening, closing)
        if byte in (b";", b","):
            return (SiteKind.PROTOTYPE if parameters else SiteKind.CALL), ""
        if not byte and parameters and self._in_column_0():
            return SiteKind.DEFINITION, "the text ends before the body or the semicolon"
        names_only = _NAMES_ONLY.match(self.code[opening + 1 : closing])
        if byte and names_only and _OLD_STYLE.match(self.code, closing + 1):
            return SiteKind.DEFINITION, ""
        return SiteKind.CALL, ""

    def _looks_like_parameters(self, opening: int, closing: int) -> bool:
        """Tells whether the list could declare parameters: no literals, no operators but `*`.

        Bare names alone are types only in a declaration that begins in column 0.
        """
        text = _DIMENSION.sub(b"", self.hints.blank_annotations(self.code[opening + 1 : closing]))
        if _NOT_PARAMETERS.search(text):
            return False
        return self._in_column_0() or not _NAMES_ONLY.match(text) or bool(_BASIC_WORD.search(text))

    def _in_column_0(self) -> bool:
        """Tells whether the statement begins in the first column of its line."""
        begin = next_offset(self.code, self.context.statement)
        return begin <= 0 or self.code[begin - 1] == 0x0A

    def _declared_in_body(self, opening: int, closing: int) -> bool:
        """Tells whether a function declares another one; see _BASIC for what it must begin with."""
        head = self.head
        words = _WORD.findall(head)
        if not words or words[0] not in _BASIC or b"=" in head or b"(" in head:
            return False
        following = skip_attributes(self.code, closing + 1, self.hints)
        ends = self.code[following : following + 1] in (b";", b",")
        return ends and self._type_in_front() and self._looks_like_parameters(opening, closing)

    # ---- a name without a list --------------------------------------------------------------

    def _plain(self) -> Reading:
        head = self.context.statement
        declared = self._declaration()
        if declared is not None:
            return Reading(declared, head=head, declared=declared is SiteKind.VARIABLE)
        if self.after in _USES_OF_VARIABLES or self.before in (b"++", b"--"):
            return Reading(SiteKind.VARIABLE, head=head)
        return Reading(SiteKind.REFERENCE, form=self._form(), head=head)

    def _declaration(self) -> SiteKind | None:
        """Returns VARIABLE or TYPE for a word that a declaration declares or begins with."""
        word_follows = bool(_WORD.fullmatch(self.after)) and not self.hints.annotation(self.after)
        if self.context.brackets:
            return self._in_parameter_list(word_follows)
        head = self.head
        if self.before in (b"", b";", b"{", b"}", b":", b")") or not head.strip():
            begins = word_follows or (self.after == b"*" and self._pointer_follows())
            return SiteKind.TYPE if begins else None
        ends = self.after in (b";", b",", b"=", b"[", b":", b"") or self.hints.annotation(self.after)
        if self._type_in_front() and _DECLARES.match(head):
            if ends:
                return SiteKind.VARIABLE
            return SiteKind.TYPE if word_follows or self.after == b"*" else None
        before = self.before
        if before == b"*":
            before = previous_token(self.code, self.before_at)[0]
        listed = before == b"," and self.context.where is not Where.INITIALIZER
        return SiteKind.VARIABLE if listed and ends and _LISTS.match(head) else None

    def _pointer_follows(self) -> bool:
        """Tells whether `word *name` ends like a declaration; a product would be of no use there."""
        position = self.end
        token = self.after
        while token == b"*":
            position = next_offset(self.code, position) + 1
            token = next_token(self.code, position)
        if not _WORD.fullmatch(token):
            return False
        after = next_token(self.code, next_offset(self.code, position) + len(token))
        return after in (b";", b"=", b",", b"[", b")", b"(") or self.hints.annotation(after)

    def _in_parameter_list(self, word_follows: bool) -> SiteKind | None:
        outer = self.context.brackets[-1]
        if self.code[outer] != 0x28:
            return None
        parameter_list = self.context.where is Where.FILE or self._pointer_to_function(outer)
        typed = self._type_in_front()
        if self.before == b"*" and self.after == b")" and self._list_follows_group():
            return SiteKind.VARIABLE
        if not parameter_list:
            cast = self.after == b"*" and self._only_stars_to_close()
            return SiteKind.TYPE if word_follows or cast else None
        if typed and self.before != b"*" and self.after in (b",", b")", b"["):
            return SiteKind.VARIABLE
        if self.before == b"*" and self.after in (b",", b")", b"["):
            return SiteKind.VARIABLE
        if self.before in (b"(", b",") and (word_follows or self.after == b"*"):
            return SiteKind.TYPE
        return None

    def _only_stars_to_close(self) -> bool:
        closing = self.code.find(b")", self.end)
        return closing >= 0 and not self.code[self.end : closing].strip(b"* \t\n")

    def _pointer_to_function(self, outer: int) -> bool:
        return previous_token(self.code, outer)[0] == b")"

    def _form(self) -> ReferenceForm:
        """Returns how a name that stands for itself is used."""
        before, position = self.before, self.before_at
        while before in (b"?", b":") or (before == b")" and self._is_cast(position)):
            position = self._start_of_operand(before, position)
            before, position = previous_token(self.code, position, self.context.statement)
        if before == b"&":
            operand = previous_token(self.code, position, self.context.statement)[0]
            if operand in _KEYWORDS or not (_WORD.fullmatch(operand) or operand in (b")", b"]")):
                return ReferenceForm.ADDRESS
            return ReferenceForm.OTHER
        if self.context.brackets and self.code[self.context.brackets[-1]] == 0x28:
            return self._argument(before)
        if before == b"=":
            return self._assigned()
        if self.context.where is Where.INITIALIZER and before in (b"{", b",", b"", b"]"):
            return ReferenceForm.INITIALIZER
        return ReferenceForm.OTHER

    def _is_cast(self, closing: int) -> bool:
        return self.code[closing] == 0x29

    def _start_of_operand(self, before: bytes, position: int) -> int:
        if before != b")":
            return max(self.code.rfind(b"=", self.context.statement, position), self.context.statement)
        depth = 0
        while position > self.context.statement:
            depth += (self.code[position] == 0x29) - (self.code[position] == 0x28)
            if depth == 0:
                break
            position -= 1
        return position

    def _argument(self, before: bytes) -> ReferenceForm:
        outer = self.context.brackets[-1]
        function = previous_token(self.code, outer)[0]
        if not _WORD.fullmatch(function) or function in _KEYWORDS:
            return ReferenceForm.OTHER
        if self.hints.export.fullmatch(function):
            return ReferenceForm.EXPORT
        bounded = before in (b"(", b",") and self.after in (b",", b")")
        return ReferenceForm.ARGUMENT if bounded else ReferenceForm.OTHER

    def _assigned(self) -> ReferenceForm:
        if self.context.where is not Where.BODY:
            return ReferenceForm.INITIALIZER
        target = self.head[: self.head.rfind(b"=")]
        declares = _DECLARES.match(target.rstrip() + b" ") and len(_WORD.findall(target)) > 1
        return ReferenceForm.INITIALIZER if declares else ReferenceForm.ASSIGNMENT
