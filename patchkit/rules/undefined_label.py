"""undefined-label: a `goto` names a label that its function does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.cfacts.scope import Function
from patchkit.cfacts.statements import Kind
from patchkit.cfacts.tokens import is_word
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import site_at, text_of

ID = "undefined-label"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields one finding for each label that a changed function jumps to and lacks."""
    bodies = prefix.bodies
    for extent in bodies.changed if bodies is not None else ():
        function = extent.function
        if bodies is None or function is None or function.made:
            continue
        before = {name for one in bodies.earlier(extent) for name in _missing(one)}
        for name, index in _missing(function).items():
            if name not in before:
                offset = function.tokens.starts[index]
                site = site_at(extent, bodies.data(extent.path), offset, name)
                where = text_of(extent.name)
                yield finding(ID, site, f"{where}() jumps to '{text_of(name)}' and has no such label")


def _missing(function: Function) -> dict[bytes, int]:
    """Returns the labels that are jumped to and not there, with the token of the first jump."""
    found: dict[bytes, int] = {}
    for statement in function.body.statements:
        if statement.kind is Kind.GOTO and statement.last == statement.first + 1:
            name = function.tokens.texts[statement.first]
            if is_word(name) and not _anywhere(function, name):
                found.setdefault(name, statement.first)
    return found


def _anywhere(function: Function, name: bytes) -> bool:
    """A label may stand where statements were not understood; then it still has its colon."""
    return name in function.labels or re.search(rb"\b" + name + rb"\s*:", function.code) is not None


RULE = Rule(ID, "a goto names a label that the function does not have", check)
