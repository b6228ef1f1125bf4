"""Holds the compiler's errors of a case against patchkit's and says where they differ.

An error of the compiler is explained by a finding of patchkit that stands at its line, or a few lines
off and about a name in its message; by one about such a function in another place, or at the planted
fault where the compiler names that elsewhere ("declared here", the callers of a stale prototype); and it
is a consequence where the same line has an error that is explained. All lines are those of the files as
the patch leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from patchkit.model.findings import Finding, Severity
from tools.oracle_build import Complaint, Place
from tools.oracle_cases import Case
from tools.signature_hunks import Block

NEAR = 3  # lines


class Verdict(StrEnum):
    """How the two answers to a case compare."""

    CLEAN = "agree: clean"
    ERROR = "agree: error"
    MISSED = "patchkit missed"
    FALSE = "patchkit false"
    BOTH = "missed and false"
    NOT_BUILT = "not built"


@dataclass(frozen=True, slots=True)
class Claim:
    """One error or warning of patchkit."""

    place: Place
    rule: str
    severity: Severity
    confidence: str
    message: str
    subject: str = ""


@dataclass(slots=True)
class Compiled:
    """What the compiler said: objects that were built before, errors after.

    `look` returns the lines that reached the compiler, by file; it is asked only when it matters.
    """

    objects: list[str]
    unbuilt: list[str]
    complaints: list[Complaint]
    look: Callable[[], Mapping[str, set[int]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case's verdict and what stands behind it.

    `beyond` are claims about lines that no configuration compiled.
    """

    case: Case
    verdict: Verdict
    claims: tuple[Claim, ...]
    complaints: tuple[Complaint, ...]
    missed: tuple[Complaint, ...]
    false: tuple[Claim, ...]
    beyond: tuple[Claim, ...]
    objects: tuple[str, ...]
    unbuilt: tuple[str, ...]


def new_line(runs: list[Block], line: int) -> int:
    """Returns where a line of the old file stands in the new one."""
    shift = 0
    for run in runs:
        if line < run.old + (run.removed or 1):
            break
        shift += run.added - run.removed
    return line + shift


def claim(finding: Finding, runs: Mapping[str, list[Block]]) -> Claim:
    """Returns a finding with its line counted in the patched file."""
    span = finding.primary
    line = span.line if span.patched else new_line(runs.get(span.path, []), span.line)
    return Claim(
        Place(span.path, line),
        finding.rule,
        finding.severity,
        str(finding.confidence),
        finding.message,
        finding.subject,
    )


def near(one: Place, other: Place) -> bool:
    """Tells whether two places are the same, give or take a few lines."""
    return one.path == other.path and abs(one.line - other.line) <= NEAR


def compare(case: Case, planted: Place | None, claims: list[Claim], compiled: Compiled) -> Outcome:
    """Returns the outcome of a case; `planted` is its fault in lines of the patched file."""
    errors = [one for one in claims if one.severity is Severity.ERROR]
    at_fault = [one for one in errors if planted and near(one.place, planted)]
    explained = {
        complaint
        for complaint in compiled.complaints
        if any(_explains(one, complaint) or _elsewhere(one, complaint) for one in errors)
        or (at_fault and _about(case, complaint, planted))
    }
    lines = {complaint.place for complaint in explained}
    missed = [
        complaint
        for complaint in compiled.complaints
        if complaint not in explained and complaint.place not in lines
    ]
    doubtful = [
        one
        for one in errors
        if not any(_explains(one, complaint) for complaint in compiled.complaints)
        and not (one in at_fault and any(_about(case, each, planted) for each in compiled.complaints))
    ]
    beyond = [one for one in doubtful if not _seen(one.place, compiled)]
    false = [one for one in doubtful if one not in beyond]
    return Outcome(
        case,
        _verdict(missed, false, planted, compiled),
        tuple(claims),
        tuple(compiled.complaints),
        tuple(missed),
        tuple(false),
        tuple(beyond),
        tuple(compiled.objects),
        tuple(compiled.unbuilt),
    )


def _explains(one: Claim, complaint: Complaint) -> bool:
    """Tells whether a claim and an error stand at the same line, or near and speak of the same name."""
    return one.place == complaint.place or (near(one.place, complaint.place) and _names(one, complaint))


def _elsewhere(one: Claim, complaint: Complaint) -> bool:
    """Tells whether both speak of one function, at any two places; members have namesakes."""
    return one.rule != "unknown-field" and _names(one, complaint)


def _names(one: Claim, complaint: Complaint) -> bool:
    """Tells whether an error's message quotes the name that a claim is about."""
    quoted = rf"['\">.]{re.escape(one.subject)}['\"]"
    return bool(one.subject) and re.search(quoted, complaint.message) is not None


def _about(case: Case, complaint: Complaint, planted: Place | None) -> bool:
    """Tells whether the compiler speaks of the planted fault, at another place."""
    named = case.name in complaint.message
    return named or bool(planted and any(near(note, planted) for note in complaint.notes))


def _seen(place: Place, compiled: Compiled) -> bool:
    lines = compiled.look().get(place.path, set())
    return any(place.line + shift in lines for shift in (0, 1))


def _verdict(
    missed: list[Complaint], false: list[Claim], planted: Place | None, compiled: Compiled
) -> Verdict:
    if missed or false:
        return Verdict.BOTH if missed and false else Verdict.MISSED if missed else Verdict.FALSE
    if compiled.complaints:
        return Verdict.ERROR
    blind = planted is not None and not _seen(planted, compiled)
    return Verdict.NOT_BUILT if blind or not compiled.objects else Verdict.CLEAN
