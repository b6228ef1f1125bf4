"""Finds a name's uses in C text and rewrites them: the conversions that the compiler oracle plants.

Shares nothing with patchkit, so that it can judge patchkit's answers: what a use is comes from
tools/signature_c.py, brackets are matched here. It is crude on purpose: a use it does not understand
makes a name unfit for a case, it is never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tools.signature_c import CALLING, DECLARING, Kind, Source

PARAMETER = b"int pk_nid"
ARGUMENT = b"0"

_PAIRS = {ord("("): ord(")"), ord("["): ord("]"), ord("{"): ord("}")}
_INTEGER = re.compile(rb"(\s*)(?:unsigned int|unsigned long|int)\b(\s+\w+)?\s*\Z")
_RETURN = re.compile(rb"\breturn\b\s*([^;]*);")
_CONSTANT = re.compile(rb"-?\w+\Z")


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a name; offsets are of its file's bytes, `line` and `first` are 1-based lines.

    `opening`..`closing` are its parentheses (-1: it has none), `first` is the line where its
    declaration begins.
    """

    path: str
    kind: Kind
    line: int
    first: int
    start: int
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces the bytes `start`..`end` of a file."""

    path: str
    start: int
    end: int
    text: bytes


Edits = tuple[Edit, ...]
Conversion = Callable[[Source, Use], Edits | None]
"""What has to change at one use: no edits when nothing has to, None when it cannot be done."""


def closing(code: bytes, opening: int) -> int:
    """Returns the offset of the bracket that closes the one at `opening`, -1 when none does."""
    stack: list[int] = []
    for offset in range(opening, len(code)):
        char = code[offset]
        if char in _PAIRS:
            stack.append(_PAIRS[char])
        elif char in b")]}":
            if not stack or stack.pop() != char:
                return -1
            if not stack:
                return offset
    return -1


def pieces(code: bytes, opening: int, end: int) -> list[tuple[int, int]]:
    """Returns the extents of what commas separate between two brackets; "()" has none."""
    found, depth, start = [], 0, opening + 1
    for offset in range(opening + 1, end):
        char = code[offset]
        if char in b"([{":
            depth += 1
        elif char in b")]}":
            depth -= 1
        elif char == ord(",") and not depth:
            found.append((start, offset))
            start = offset + 1
    return [*found, (start, end)] if found or code[start:end].strip() else []


def uses(source: Source, name: str) -> list[Use]:
    """Returns every use of `name` outside comments and literals, in order."""
    wanted = re.compile(rb"\b" + name.encode() + rb"\b")
    found = []
    for match, site in zip(wanted.finditer(source.code), source.sites(frozenset({name})), strict=True):
        follows = re.compile(rb"\s*\(").match(source.code, match.end())
        opening = follows.end() - 1 if follows else -1
        end = closing(source.code, opening) if follows else -1
        found.append(Use(source.path, site.kind, site.line, site.first, match.start(), opening, end))
    return found


def apply(base: Mapping[str, bytes], edits: Iterable[Edit]) -> dict[str, bytes]:
    """Returns the texts of the edited files."""
    result = dict(base)
    touched = set()
    for edit in sorted(edits, key=lambda one: (one.path, -one.start)):
        text = result[edit.path]
        result[edit.path] = text[: edit.start] + edit.text + text[edit.end :]
        touched.add(edit.path)
    return {path: result[path] for path in touched}


def line_start(source: Source, line: int) -> int:
    """Returns the offset at which a 1-based line begins."""
    at = 0
    for _ in range(line - 1):
        at = source.data.index(b"\n", at) + 1
    return at


def add_parameter(source: Source, use: Use) -> Edits | None:
    """Gives the function one more parameter, the first, and its calls a 0 there."""
    if use.kind is Kind.EXPORT:
        return ()
    if use.closing < 0 or use.kind not in (*DECLARING, *CALLING, Kind.MACRO):
        return None
    new = ARGUMENT if use.kind in CALLING else b"pk_nid" if use.kind is Kind.MACRO else PARAMETER
    inside = source.code[use.opening + 1 : use.closing].strip()
    if not inside or (use.kind in DECLARING and inside == b"void"):
        return (Edit(use.path, use.opening + 1, use.closing, new),)
    return (Edit(use.path, use.opening + 1, use.opening + 1, new + b", "),)


def change_type(index: int) -> Conversion:
    """Returns the conversion that makes the integer parameter number `index` a long long."""

    def convert(source: Source, use: Use) -> Edits | None:
        if use.kind in (Kind.EXPORT, *CALLING):
            return ()
        if use.closing < 0 or use.kind not in DECLARING:
            return None
        spans = pieces(source.code, use.opening, use.closing)
        found = _INTEGER.match(source.code[slice(*spans[index])]) if index < len(spans) else None
        if found is None:
            return None
        text = found.group(1) + b"long long" + (found.group(2) or b"")
        return (Edit(use.path, *spans[index], text),)

    return convert


def integer_parameter(source: Source, use: Use) -> int | None:
    """Returns the number of the first parameter of a plain integer type."""
    for index, span in enumerate(pieces(source.code, use.opening, use.closing)):
        found = _INTEGER.match(source.code[slice(*span)])
        if found and found.group(2):
            return index
    return None


def return_nothing(source: Source, use: Use) -> Edits | None:
    """Makes an int function void, its body included; calls must not use the value."""
    if use.kind is Kind.EXPORT or (use.kind is Kind.CALL and is_statement(source, use)):
        return ()
    if use.kind not in DECLARING:
        return None
    start = line_start(source, use.first)
    types = list(re.finditer(rb"\bint\b", source.code[start : use.start]))
    if len(types) != 1 or b"*" in source.code[start : use.start]:
        return None
    head = Edit(use.path, start + types[0].start(), start + types[0].end(), b"void")
    return (head, *(_returns(source, use) if use.kind is not Kind.PROTOTYPE else ()))


def _returns(source: Source, use: Use) -> list[Edit]:
    body = source.code.index(b"{", use.closing)
    end = closing(source.code, body)
    found = []
    for match in _RETURN.finditer(source.code, body, end):
        value = source.data[match.start(1) : match.end(1)].strip()
        plain = _CONSTANT.match(value) is not None
        text = b"return;" if plain else b"{ (void)(" + value + b"); return; }"
        found.append(Edit(use.path, match.start(), match.end(), text))
    return found


def is_statement(source: Source, use: Use) -> bool:
    """Tells whether a call is a statement of its own, its value unused."""
    before = source.code[: use.start].rstrip()
    after = source.code[use.closing + 1 :].lstrip()[:1]
    alone = before.endswith((b";", b"{", b"}", b"(void)")) or re.search(rb"\belse\Z", before[-9:])
    return use.kind is Kind.CALL and after == b";" and bool(alone)


def remove(source: Source, use: Use) -> Edits | None:
    """Takes a function away: its definition, prototype, export, and the calls that are statements."""
    start = line_start(source, use.first)
    if use.kind in (Kind.DEFINITION, Kind.STUB):
        end = closing(source.code, source.code.index(b"{", use.closing)) + 1
    elif use.kind in (Kind.PROTOTYPE, Kind.EXPORT):
        end = source.code.index(b";", use.start) + 1
    elif is_statement(source, use):
        return (Edit(use.path, use.start, use.closing + 1, b"do { } while (0)"),)
    else:
        return None
    return (Edit(use.path, start, end, b""),)


def rename(name: str, new: str) -> Conversion:
    """Returns the conversion that calls `name` by another name."""

    def convert(_source: Source, use: Use) -> Edits | None:
        if use.kind is Kind.OTHER:
            return None
        return (Edit(use.path, use.start, use.start + len(name), new.encode()),)

    return convert
