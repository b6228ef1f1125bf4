"""Tells whether a part of a diff stands alone: whether a compiler would see what it uses.

Hunks that mention a function bring along what belongs to other changes, and lack what is declared in
hunks that do not mention it. Plain text decides: no function may mix its two versions, and no
word may be new to the kernel without being declared by the part itself.
"""

from __future__ import annotations

import re
from collections.abc import Set
from difflib import SequenceMatcher

from tools.signature_c import Source
from tools.signature_truth import Conversion, source_of

WORDS = re.compile(rb"[A-Za-z_]\w{3,}")  # a shorter one is a local variable

_BEFORE_A_NAME = re.compile(rb"([A-Za-z_]\w*|\*)[\s*]+\Z")
_NOT_A_TYPE = frozenset(b"return else goto case in of sizeof".split())


def stands_alone(conversion: Conversion, vocabulary: Set[bytes]) -> bool:
    """Tells whether the conversion leaves no function half done and no word undeclared.

    `vocabulary` holds every word of the older kernel.
    """
    for path, after in conversion.touched().items():
        before, newer = source_of(path, conversion.old[path]), source_of(path, conversion.new[path])
        if _mixed(before, source_of(path, after), newer) or _unknown(
            before, source_of(path, after), vocabulary
        ):
            return False
    return True


def _mixed(before: Source, after: Source, newer: Source) -> bool:
    """Tells whether a function is neither as it was nor as the newer kernel has it."""
    known = _bodies(before) | _bodies(newer)
    return not _bodies(after) <= known


def _bodies(source: Source) -> set[tuple[str, bytes]]:
    return {
        (name, b" ".join(source.lines(first, last).split())) for name, first, last in source.functions()
    }


def _unknown(before: Source, after: Source, vocabulary: Set[bytes]) -> bool:
    """Tells whether an added line uses a word that nothing declares."""
    old, new = before.code.split(b"\n"), after.code.split(b"\n")
    added: list[bytes] = []
    for tag, _a, _b, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("replace", "insert"):
            added += new[first:last]
    text = b"\n".join(added)
    strange = set(WORDS.findall(text)) - vocabulary
    return any(not _declared(word, text) for word in strange)


def _declared(word: bytes, text: bytes) -> bool:
    for match in re.finditer(rb"\b" + word + rb"\b\s*(.)", text, re.DOTALL):
        before = _BEFORE_A_NAME.search(text, max(0, match.start() - 80), match.start())
        if match.group(1) == b":" or (
            before is not None and before.group(1) not in _NOT_A_TYPE and match.group(1) in b",;=)[({"
        ):
            return True
    return False
