"""What was fetched, where it is kept and what was verified: `patchkit fetch`, for people and programs.

Adding a key does not change `SCHEMA_VERSION`; renaming, removing or changing the meaning of one does.
"""

from __future__ import annotations

from typing import TextIO

from msgspec import Struct

from patchkit.readers.fetched import Check, Record
from patchkit.reports.json import dump
from patchkit.reports.text import printable

SCHEMA_VERSION = 1


class FetchReport(Struct, frozen=True):
    """The record of a kept posting, and the file of its thread."""

    schema_version: int
    message_id: str
    title: str
    version: str
    patches: int
    expected: int
    source: str
    fetched: str
    sha256: str
    kept_in: str
    verified: bool
    checks: tuple[Check, ...]


def build(record: Record, place: str) -> FetchReport:
    """Returns what is shown of a record."""
    return FetchReport(
        schema_version=SCHEMA_VERSION,
        message_id=record.message_id,
        title=record.title,
        version=record.version,
        patches=record.patches,
        expected=record.expected,
        source=record.source,
        fetched=record.fetched,
        sha256=record.sha256,
        kept_in=place,
        verified=record.verified,
        checks=record.checks,
    )


def render_json(report: FetchReport, out: TextIO) -> None:
    """Writes the report as indented JSON with a final newline."""
    dump(report, out)


def render_text(report: FetchReport, out: TextIO) -> None:
    """Writes the report as plain lines."""
    lines = [
        report.title,
        f"{report.version}, {report.patches} of {report.expected} patches, <{report.message_id}>",
        f"fetched from {report.source} at {report.fetched}",
        f"kept in {report.kept_in}",
        *(f"  {'yes' if one.passed else 'NO '}  {one.question}: {one.detail}" for one in report.checks),
        "verified" if report.verified else "not verified",
    ]
    encoding = getattr(out, "encoding", None)
    out.writelines(printable(line, encoding) + "\n" for line in lines)
