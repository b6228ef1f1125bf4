"""An answer about a mail in the two forms that b4 takes from a check: checkpatch's lines, and JSON.

b4 shows each line of the first form and takes one with "ERROR:" in it for a failure, so that text must
not stand in any other. The second is a list of results: tool, status (pass, warn, fail), summary,
details. Refuses to call an error what is uncertain, or what earlier mails that are not known may
explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

import msgspec
from msgspec.structs import replace

from patchkit.model.answer import MailAnswer
from patchkit.model.findings import Confidence, Severity
from patchkit.model.report import PatchState, Report
from patchkit.reports.remarks import Remark, remarks
from patchkit.reports.terse import line_of
from patchkit.reports.text import printable

TOOL, SERIES_TOOL = "patchkit", "patchkit-series"
# What a patch is on a tree that is worth a line although no hunk was refused for it.
_TOLD = (
    PatchState.PRESENT,
    PatchState.PARTLY_PRESENT,
    PatchState.SUPERSEDED,
    PatchState.REVERTED,
    PatchState.HARMFUL,
)
_UNKNOWN = "; the series does not know this site"
_WHICH = re.compile(r"patch \d+/\d+:? ")


class Result(msgspec.Struct):
    """One result in b4's review protocol."""

    tool: str
    status: str
    summary: str
    details: str = ""


def render_lines(answer: MailAnswer, out: TextIO) -> None:
    """Writes one line for each thing there is to say, nothing where there is none."""
    encoding = getattr(out, "encoding", None)
    for remark in said(answer):
        out.write(_line(remark, encoding) + "\n")


def render_json(answer: MailAnswer, out: TextIO) -> None:
    """Writes the list of results that b4's review asks for: one."""
    out.write(msgspec.json.encode([result(answer)]).decode() + "\n")


def result(answer: MailAnswer) -> Result:
    """Returns the answer as one result; a whole series is another tool, for it may share a mail."""
    told = said(answer)
    errors = [one for one in told if one.severity is Severity.ERROR]
    return Result(
        tool=TOOL if answer.number else SERIES_TOOL,
        status="fail" if errors else "warn" if told else "pass",
        summary=printable(_summary(errors, told)),
        details="\n".join(_line(one, None) for one in told),
    )


def said(answer: MailAnswer) -> list[Remark]:
    """Returns what there is to say about the mail, as sure as it is."""
    told = list(_told(answer.report)) if answer.report is not None else []
    if answer.number:  # which patch it is, b4 says itself
        told = [replace(one, message=_WHICH.sub("", one.message, count=1)) for one in told]
    if not answer.lacking or (answer.judged and not any(one.finding for one in told)):
        return told  # nothing that a later patch may mend
    known = map(_without_the_rest if answer.judged else _unsure, told)
    return [*known, _lacking(answer, silent=not told)]


def _told(report: Report) -> Iterator[Remark]:
    for patch in report.patches:
        if patch.standing.state in _TOLD:
            which = f"patch {patch.number}/{report.series.expected}: "
            message = which + patch.standing.sentence
            yield Remark("", 0, Severity.WARNING, patch.standing.state, message)
    for remark in remarks(report):
        finding = remark.finding
        if finding is not None and finding.mended_by is not None:
            message = f"{remark.message}; patch {finding.mended_by} mends it, so bisection stops here"
            remark = replace(remark, message=message)
        low = finding is not None and finding.confidence is Confidence.LOW
        yield _unsure(remark) if low else remark


def _unsure(remark: Remark) -> Remark:
    error = remark.severity is Severity.ERROR
    return replace(remark, severity=Severity.WARNING) if error else remark


def _without_the_rest(remark: Remark) -> Remark:
    """Returns what is true of the tree after this patch; what the series knows, nobody can tell."""
    return replace(remark, message=remark.message.removesuffix(_UNKNOWN))


def _lacking(answer: MailAnswer, *, silent: bool) -> Remark:
    rule = "judged-in-part" if answer.judged else "not-judged"
    if answer.judged:
        what = "what comes later may mend that, and then bisection stops here"
    elif answer.report is None:
        what = "hunks do not fit without them" if answer.number else "nothing can be said of the series"
    else:
        what = (
            "nothing was found, which says little" if silent else "what is said may be for want of them"
        )
    return Remark("", 0, Severity.WARNING, rule, f"{answer.lacking}: {what}")


def _summary(errors: list[Remark], told: list[Remark]) -> str:
    if not told:
        return "every hunk fits, and nothing speaks against it"
    others = len(told) - len(errors)
    counts = [
        f"{number} {word}{'s' * (number > 1)}"
        for number, word in ((len(errors), "error"), (others, "warning"))
        if number
    ]
    return f"{', '.join(counts)}: {(errors or told)[0].message}"


def _line(remark: Remark, encoding: str | None) -> str:
    text = printable(line_of(remark), encoding)
    return text if remark.severity is Severity.ERROR else text.replace("ERROR:", "ERROR :")
