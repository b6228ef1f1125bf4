"""Judgements and mishaps: findings (what a rule says), incidents (what could not be looked at).

Severity and confidence are two things: a call inside a broken parse is as severe as any other and
less certain. Lines are 1-based here, as people and diffs count them.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How bad it is if the finding is true."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Confidence(StrEnum):
    """How sure patchkit is that the finding is true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Span(Struct, frozen=True):
    """A place in a tree: `path`, 1-based `line` (0 = the whole file), and what is to be seen there.

    Lines are those of the tree as it stands; `patched` is True where it has no such line, and
    `line` then counts in the file as the series leaves it.
    """

    path: str
    line: int
    label: str = ""
    patched: bool = False


class Finding(Struct, frozen=True):
    """What one rule says about one place.

    `caused_by` is the number of the patch after which the tree first shows it (0 = the tree
    shows it without the series: pre-existing), `mended_by` the patch after which it is gone, or
    None. `subject` is the identifier it is about, `function` the function it stands in ("" at file
    scope), and `key` what stays the same when lines move.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    primary: Span
    related: tuple[Span, ...] = ()
    subject: str = ""
    function: str = ""
    arch: str = ""
    caused_by: int = 0
    mended_by: int | None = None
    key: str = ""


class Incident(Struct, frozen=True):
    """Something that was not read, parsed or judged, so that nothing is lost in silence.

    `kind` is a kebab-case word ("patch-missing", "missing-object", "rule-crashed"), `where` the
    place, `message` one sentence. `harmless` incidents (a CRLF mail that was repaired) are shown
    but do not make the result incomplete.
    """

    kind: str
    message: str
    where: str = ""
    harmless: bool = False
