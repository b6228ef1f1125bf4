"""Tells whether a part of a diff stands alone: whether a compiler would see what it uses.

Hunks that mention a function bring along what belongs to other changes, and lack what is changed by
hunks that do not mention it. Plain text decides: no function may mix its two versions, and what is new
between the kernels (a word, a member, a signature, the type of a member that holds a function) may be
used only where the part itself brings it, and where a type changes to one that does not convert, all
callers must be as the newer kernel has them. In doubt the part does not stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from tools.signature_c import CALLING, Kind, Source
from tools.signature_truth import Change, Conversion, sites_of, source_of
from tools.signature_types import unfit_argument

WORDS = re.compile(rb"[A-Za-z_]\w{3,}")  # a shorter one is a local variable

_BEFORE_A_NAME = re.compile(rb"([A-Za-z_]\w*|\*)[\s*]+\Z")
_NOT_A_TYPE = frozenset(b"return else goto case in of sizeof".split())
_STRUCT = re.compile(rb"\b(?:struct|union)\s+(\w+)[^;{}()]*\{")
_MEMBER = re.compile(rb"[\s*]([A-Za-z_]\w*)\s*(?:\[[^;\]]*\]\s*)*(?::\s*\w+\s*)?[;,]")
_POINTER = re.compile(rb"\(\s*\*\s*([A-Za-z_]\w*)\s*\)\s*(\([^;{}]*\))\s*;")
_USED_MEMBER = re.compile(rb"(?:->|\.)\s*([A-Za-z_]\w*)")
_HELD = re.compile(rb"(?:->|\.)\s*([A-Za-z_]\w*)\s*=\s*&?\s*\Z")
_MOST_BRACES = 1 << 15


@dataclass(frozen=True)
class Novelties:
    """What differs between two kernels, by name: `words` are all those of the older one.

    `members` are new in a struct, `pointers` members that hold functions of another type than before,
    `signatures` functions and macros that are new or have another signature anywhere.
    """

    words: Set[bytes]
    members: Set[bytes]
    pointers: Set[bytes]
    signatures: Set[bytes]


def novelties(
    words: Set[bytes], signatures: Iterable[str], files: Iterable[tuple[str, bytes, bytes]]
) -> Novelties:
    """Returns them for (path, old, new) of all files that differ."""
    before: dict[bytes, set[bytes]] = {}
    after: dict[bytes, set[bytes]] = {}
    held: dict[bytes, set[bytes]] = {}
    holds: dict[bytes, set[bytes]] = {}
    for path, old, new in files:
        for into, pointers, data in ((before, held, old), (after, holds, new)):
            code = source_of(path, data).plain
            for tag, names in _structs(code):
                into.setdefault(tag, set()).update(names)
            for match in _POINTER.finditer(code):
                returned = re.split(rb"[;{}]", code[max(match.start() - 80, 0) : match.start()])[-1]
                pointers.setdefault(match[1], set()).add(b"".join((returned + match[2]).split()))
    members = {name for tag in before.keys() & after.keys() for name in after[tag] - before[tag]} | {
        name for tag in after.keys() - before.keys() for name in after[tag]
    }
    return Novelties(
        words,
        members,
        {name for name in held.keys() | holds.keys() if held.get(name) != holds.get(name)},
        {name.encode() for name in signatures},
    )


def _structs(code: bytes) -> Iterator[tuple[bytes, set[bytes]]]:
    for match in _STRUCT.finditer(code):
        end = _closing(code, match.end())
        body = code[match.end() : end]
        yield match[1], set(_MEMBER.findall(body)) | {one[1] for one in _POINTER.finditer(body)}


def _closing(code: bytes, start: int) -> int:
    depth = 1
    for match in re.finditer(rb"[{}]", code[start : start + _MOST_BRACES]):
        depth += 1 if match[0] == b"{" else -1
        if not depth:
            return start + match.start()
    return start


def stands_alone(conversion: Conversion, new: Novelties) -> bool:
    """Tells whether the conversion leaves no function half done and brings all that it uses."""
    if conversion.address_taken and _held_by(conversion) & new.pointers:
        return False
    for path, after in conversion.touched().items():
        before, newer = source_of(path, conversion.old[path]), source_of(path, conversion.new[path])
        now = source_of(path, after)
        if _mixed(before, now, newer) or _strange(conversion, before, now, new):
            return False
    return not any(_old_callers(conversion, path) for path in conversion.scopes)


def _old_callers(conversion: Conversion, path: str) -> bool:
    """Tells whether a caller of what changes a type for another one is not as in the newer kernel.

    A hunk that does not name the function may declare what it passes, or what takes the result.
    """
    names = frozenset(name for name in conversion.scopes[path] if _other_types(conversion.changes[name]))
    if not names or path not in conversion.new:
        return False
    data = conversion.patched(path)
    now, newer = source_of(path, data), source_of(path, conversion.new[path])
    lines = [site.line for site in now.sites(names) if site.kind is Kind.CALL]
    callers = {
        (name, b" ".join(now.lines(first, last).split()))
        for name, first, last in now.functions()
        if any(first <= line <= last for line in lines)
    }
    return not callers <= _bodies(newer)


def _other_types(change: Change) -> bool:
    """Tells whether a type of the old signature is surely none for its place in the new one.

    Of another number of parameters every caller is part of the patch anyway.
    """
    old, new = change.old, change.new
    places = zip(old.types, new.types, strict=True) if len(old.types) == len(new.types) else ()
    return any(unfit_argument(was, now) for was, now in ((old.returns, new.returns), *places))


def _held_by(conversion: Conversion) -> set[bytes]:
    """The members in which the functions are stored."""
    found = set()
    for path, names in conversion.scopes.items():
        data = conversion.patched(path) if path in conversion.new else conversion.old[path]
        code = source_of(path, data).code
        lines = code.split(b"\n")
        for site in sites_of(path, data, names):
            if site.kind is Kind.REFERENCE:
                text = b"\n".join(lines[max(site.line - 2, 0) : site.line])
                before = text[: text.rfind(site.name.encode())]
                found |= {match[1] for match in _HELD.finditer(before)}
    return found


def _mixed(before: Source, after: Source, newer: Source) -> bool:
    """Tells whether a function is neither as it was nor as the newer kernel has it."""
    known = _bodies(before) | _bodies(newer)
    return not _bodies(after) <= known


def _bodies(source: Source) -> set[tuple[str, bytes]]:
    return {
        (name, b" ".join(source.lines(first, last).split())) for name, first, last in source.functions()
    }


def _strange(conversion: Conversion, before: Source, after: Source, new: Novelties) -> bool:
    """Tells whether an added line uses what is new and what nothing in the added lines declares."""
    added = _added(before.code, after.code)
    text = b"\n".join(after.lines(first, last) for first, last in added)
    words = set(WORDS.findall(text)) - new.words
    members = set(_USED_MEMBER.findall(text)) & new.members
    theirs = {name.encode() for name in conversion.changes}
    called = _called(after, added, (new.signatures & set(WORDS.findall(after.code))) - theirs)
    return any(not _declared(word, text) for word in words | called) or bool(members)


def _called(source: Source, lines: list[tuple[int, int]], names: Set[bytes]) -> set[bytes]:
    """Returns the names that a call on one of the lines calls, though its name may stand above them."""
    if not names:
        return set()
    sites = source.sites(frozenset(name.decode("utf-8", "replace") for name in names))
    return {
        site.name.encode()
        for site in sites
        if site.kind in CALLING
        and any(site.first <= last and first <= site.last for first, last in lines)
    }


def _added(old: bytes, new: bytes) -> list[tuple[int, int]]:
    """The first and last line of each run of lines that `new` has and `old` lacks."""
    before, after = old.split(b"\n"), new.split(b"\n")
    return [
        (first + 1, last)
        for tag, _a, _b, first, last in SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes()
        if tag in ("replace", "insert")
    ]


def _declared(word: bytes, text: bytes) -> bool:
    for match in re.finditer(rb"\b" + word + rb"\b\s*(.)", text, re.DOTALL):
        before = _BEFORE_A_NAME.search(text, max(0, match.start() - 80), match.start())
        if match.group(1) == b":" or (
            before is not None and before.group(1) not in _NOT_A_TYPE and match.group(1) in b",;=)[({"
        ):
            return True
    return False
