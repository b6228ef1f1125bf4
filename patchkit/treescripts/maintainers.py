"""Whom the tree's scripts/get_maintainer.pl wants to be told of a series, and who is not.

Mails with recipients are compared with its answer; for others the answer is a note to copy from. Only
MAINTAINERS is asked, not the history. That somebody is left out may be on purpose, so it is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import getaddresses

from msgspec import Struct

from patchkit.model.findings import Confidence, Incident, Severity
from patchkit.model.review import Origin, Remark
from patchkit.model.series import Person, Series
from patchkit.readers.headers import parse_headers, parse_person
from patchkit.treescripts.outcome import Outcome
from patchkit.treescripts.sandbox import GET_MAINTAINER, Run, Sandbox

_OPTIONS = ("--nogit", "--nogit-fallback", "--norolestats", "--roles")
_LINE = re.compile(r"(?P<who>.*\S)\s+\((?P<role>[a-z][a-z ]*)(?::(?P<what>.*))?\)")
_LISTS = ("open list", "moderated list", "subscriber list")


class _Recipient(Struct, frozen=True):
    """One line of the answer; `what` is the section of MAINTAINERS, "" for the list of everything."""

    person: Person
    role: str
    what: str

    @property
    def is_list(self) -> bool:
        return self.role in _LISTS


def run_get_maintainer(sandbox: Sandbox, series: Series) -> Outcome:
    """Returns whom the series should be sent to, or who of them is missing among its recipients."""
    if not sandbox.has(GET_MAINTAINER):
        message = f"the tree has no {GET_MAINTAINER}"
        return Outcome(incidents=(Incident("maintainers-not-asked", message),))
    diff = b"\n".join(patch.diff for patch in series.patches if not patch.malformed)
    (sandbox.folder / "series.diff").write_bytes(diff)
    run = sandbox.run(GET_MAINTAINER, *_OPTIONS, "series.diff")
    if run.failed or run.status != 0:
        return Outcome(incidents=(Incident("maintainers-not-asked", _trouble(run)),))
    wanted = tuple(_recipients(run.output))
    given = _given(series)
    remark = _missing(wanted, given) if given else _list(wanted)
    return Outcome((remark,) if remark is not None else ())


def _recipients(output: str) -> Iterator[_Recipient]:
    for line in output.split("\n"):
        match = _LINE.fullmatch(line.strip())
        if match is not None:
            yield _Recipient(parse_person(match["who"]), match["role"], match["what"] or "")


def _given(series: Series) -> frozenset[str]:
    """Returns all addresses that the mails go to or come from, in lower case."""
    mails = (*((series.cover,) if series.cover else ()), *series.patches)
    found: set[str] = set()
    for mail in mails:
        headers = parse_headers(mail.raw)
        sent = [headers.text(name) for name in ("to", "cc")]
        if any(sent):
            found.update(address.lower() for _, address in getaddresses([*sent, headers.text("from")]))
    return frozenset(found)


def _missing(wanted: tuple[_Recipient, ...], given: frozenset[str]) -> Remark | None:
    absent = [one for one in wanted if one.what and one.person.email.lower() not in given]
    if not absent:
        return None
    names = "; ".join(f"{one.person} ({one.role}: {one.what})" for one in absent)
    return _remark(f"not among the recipients: {names}")


def _list(wanted: tuple[_Recipient, ...]) -> Remark | None:
    if not wanted:
        return _remark("MAINTAINERS names nobody for these files")
    to = ", ".join(str(one.person) for one in wanted if not one.is_list)
    cc = ", ".join(str(one.person) for one in wanted if one.is_list)
    return _remark("; ".join(part for part in (to and f"To: {to}", cc and f"Cc: {cc}") if part))


def _remark(message: str) -> Remark:
    return Remark(
        rule="recipients",
        severity=Severity.NOTE,
        confidence=Confidence.MEDIUM,
        message=message,
        origin=Origin.MAINTAINERS,
    )


def _trouble(run: Run) -> str:
    if run.failed:
        return run.failed
    if run.status is None:
        return f"{GET_MAINTAINER} did not end in time"
    last = run.complaint.strip().split("\n")[-1]
    return f"{GET_MAINTAINER} failed with status {run.status}{f': {last}' if last else ''}"
