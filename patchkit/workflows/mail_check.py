"""One mail in, an answer about it out: what b4's check hooks ask for.

A patch in the middle of a series cannot be judged alone: what it calls may come with the patch before
it, what it leaves behind may be mended by the next. So the mail is put back into its series first; the
series is checked, and the answer is what the report says of this patch. Where patches before it are not
known, nothing is an error, and the answer says which ones are lacking.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import SeriesError
from patchkit.model.answer import MailAnswer
from patchkit.model.findings import Incident
from patchkit.model.report import Report
from patchkit.model.series import Series
from patchkit.readers.files import deliver_bytes
from patchkit.readers.handed import as_handed_over
from patchkit.readers.mail import Letter, read_letter
from patchkit.readers.message import Message
from patchkit.readers.seen import keep_mail
from patchkit.search.means import Means
from patchkit.workflows.check import check_inputs
from patchkit.workflows.companions import Places, find_companions
from patchkit.workflows.in_history import find_in_history
from patchkit.workflows.inputs import CheckOptions, read_inputs


class _Case(Struct, frozen=True):
    """A series to check on `base` ("" = the tree as it is), and which of its patches is asked about."""

    series: Series
    number: int
    base: str = ""
    before: tuple[int, ...] = ()  # numbers of patches that are not known
    after: tuple[int, ...] = ()
    why_not: str = ""


def check_mail(
    raw: bytes,
    options: CheckOptions,
    *,
    tracking: str = "",
    whole: bool = False,
    means: Means | None = None,
) -> MailAnswer:
    """Checks the patch in the mail `raw`, or with `whole` (and for a cover letter) the series it is of.

    `options` say against what, and how; `tracking` is the file that b4 describes a review in. Raises
    SeriesError when the mail is no patch, or its series cannot be read.
    """
    raw, letter = _read(raw)
    if options.use_cache:
        keep_mail(raw)
    number = letter.patch.subject.number
    whole = whole or number == 0
    total = letter.patch.subject.total or 1
    case = _case(raw, letter, options, tracking, whole=whole)
    if isinstance(case, str):
        return MailAnswer(0, total, lacking=_names(range(1, total + 1), total, case), judged=False)
    report = _report(case, options, means)
    report = replace(report, incidents=_worth_telling(report, case, whole=whole))
    if not whole:
        report = _about(report, case)
    lacking = case.before + case.after
    return MailAnswer(
        number=0 if whole else (number or 1),
        total=total,
        report=report if _may_be_told(report, case) else None,
        lacking=_names(lacking, total, case.why_not) if lacking else "",
        judged=not case.before and not (whole and case.after),
    )


def _read(raw: bytes) -> tuple[bytes, Letter]:
    """Returns the one mail on stdin as it was sent, and read."""
    messages = [one for one in deliver_bytes(as_handed_over(raw), "mail").messages if one is not None]
    if len(messages) != 1:
        raise SeriesError(
            f"one mail is wanted on stdin, and there are {len(messages)}",
            where="stdin",
            hint="patchkit check TREE --series - takes a whole mbox",
        )
    raw = messages[0].raw
    letter = read_letter(Message(raw, "the mail"))
    if letter.patch.subject.number != 0 and not letter.carries_diff:
        raise SeriesError("there is no patch in this mail", where=letter.patch.subject.text or "stdin")
    return raw, letter


def _case(
    raw: bytes, letter: Letter, options: CheckOptions, tracking: str, *, whole: bool
) -> _Case | str:
    """Returns the series that the mail is of, and the tree it is for; or why no patch of it is known."""
    subject = letter.patch.subject
    number, total = subject.number or 1, subject.total or 1
    if not whole:
        made = find_in_history(letter.patch, number, total, options.tree, options.rev)
        if made is not None:
            alone = len(made.series.patches) < total
            after = tuple(range(number + 1, total + 1)) if alone else ()
            return _Case(made.series, made.number, made.base, after=after)
    if total == 1 and subject.number in (None, 1) and not whole and not tracking:
        places = Places(options.tree, "", offline=True, use_cache=False)
    else:
        places = Places(options.tree, tracking, options.offline, options.use_cache)
    found = find_companions(letter, raw, places)
    if found.series is None:
        return found.why_not
    numbers = [patch.number for patch in found.series.patches if patch.raw == letter.patch.raw]
    number = 0 if whole else numbers[0]
    return _Case(
        series=found.series,
        number=number,
        base=found.base,
        before=tuple(one for one in found.series.missing if one < number),
        after=tuple(one for one in found.series.missing if one > number),
        why_not=found.why_not,
    )


def _report(case: _Case, options: CheckOptions, means: Means | None) -> Report:
    asked = replace(options, series=case.series.location)
    if case.base:
        asked = replace(asked, rev=case.base, guess=None)
    inputs = read_inputs(asked, None, means, series=case.series)
    return check_inputs(inputs, asked, means=means)


def _about(report: Report, case: _Case) -> Report:
    """Returns what the report says of the one patch."""
    return replace(
        report,
        patches=tuple(patch for patch in report.patches if patch.number == case.number),
        findings=tuple(one for one in report.findings if one.caused_by == case.number),
    )


def _worth_telling(report: Report, case: _Case, *, whole: bool) -> tuple[Incident, ...]:
    """Returns what went wrong with the check, or with this mail; missing patches are told otherwise."""
    here = [patch.where for patch in case.series.patches if whole or patch.number == case.number]
    others = {one for one in case.series.incidents if one.where not in here}
    return tuple(
        one
        for one in report.incidents
        if not one.harmless and one.kind != "patch-missing" and (whole or one not in others)
    )


def _may_be_told(report: Report, case: _Case) -> bool:
    """Tells whether what was found means anything: hunks refused for want of another patch do not."""
    if not case.number:
        return not case.after
    return not case.before or not any(patch.counts.rejected for patch in report.patches)


def _names(numbers: Iterable[int], total: int, why: str) -> str:
    """Says which patches of the series are not known, and why."""
    wanted = tuple(numbers)
    what = (
        f"patch {wanted[0]} of {total} is"
        if len(wanted) == 1
        else f"patches {_ranges(wanted)} of {total} are"
    )
    return f"{what} not known here{f' ({why})' if why else ''}"


def _ranges(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
