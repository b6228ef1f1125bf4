"""ignored-result: a new function returns an error and no caller looks at it.

Only for functions that the series adds, and only when every call of it is a statement of its own:
one careless caller among careful ones is a choice, all of them are an oversight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import match_parenthesis, next_token, previous_token
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.rules.base import Prefix, Rule, finding

ID = "ignored-result"

_ERROR = re.compile(rb"\breturn\s+(?:-E[A-Z]+|\w*(?:ret|err|rc|error|status|retval)\w*)\s*;")
_STATEMENT_AFTER = (b";", b"{", b"}", b"else", b"do", b"")
_STATEMENT_START = re.compile(rb"[;{}]")


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding at the calls of a new function whose errors nobody reads."""
    for change in prefix.changes:
        wanted = change.kind is ChangeKind.ADDED and change.realised and not change.owner
        if wanted and change.patch <= prefix.number and _returns_int(change):
            yield from _of_function(prefix, change)


def _returns_int(change: ApiChange) -> bool:
    return change.after is not None and change.after.returns in ("int", "long", "ssize_t")


def _of_function(prefix: Prefix, change: ApiChange) -> Iterator[Finding]:
    sites = prefix.sites(change)
    calls = [site for site in sites if site.kind is SiteKind.CALL]
    errors = [site for site in sites if site.kind is SiteKind.DEFINITION and _fails(prefix, site)]
    if not calls or not errors or not all(_alone(prefix, site) for site in calls):
        return
    for site in calls:
        yield finding(
            ID,
            site,
            f"{site.name}() is new and returns an error, which "
            f"{'its only caller ignores' if len(calls) == 1 else 'no caller looks at'}",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM if site.uncertain else Confidence.HIGH,
            related=(Span(errors[0].path, errors[0].line, errors[0].text),),
        )


def _fails(prefix: Prefix, definition: Site) -> bool:
    data = prefix.tree.read(definition.path) if prefix.tree is not None else None
    if data is None:
        return False
    code = source_of(definition.path, data).code
    end = code.find(b"\n}", definition.offset)
    return _ERROR.search(code, definition.offset, end if end >= 0 else len(code)) is not None


def _alone(prefix: Prefix, call: Site) -> bool:
    """Tells whether a call is a whole statement: nothing takes its value."""
    data = prefix.tree.read(call.path) if prefix.tree is not None else None
    if data is None:
        return False
    code = source_of(call.path, data).code
    opening = code.find(b"(", call.offset)
    closing = match_parenthesis(code, opening)
    if closing < 0 or next_token(code, closing + 1) != b";":
        return False
    before, position = previous_token(code, call.offset)
    if before == b")":
        return _condition_ends_at(code, position)
    if before == b":":  # behind a label, unless a conditional expression is under way
        starts = [match.end() for match in _STATEMENT_START.finditer(code, 0, position)]
        return b"?" not in code[starts[-1] if starts else 0 : position]
    return before in _STATEMENT_AFTER


def _condition_ends_at(code: bytes, closing: int) -> bool:
    """Tells whether the parenthesis at `closing` ends an if, while or for: `if (x) f();`."""
    depth = 0
    for position in range(closing, max(closing - 2000, -1), -1):
        char = code[position : position + 1]
        depth += (char == b")") - (char == b"(")
        if depth == 0:
            return previous_token(code, position)[0] in (b"if", b"while", b"for")
    return False


RULE = Rule(ID, "the error that a new function returns is never looked at", check)
