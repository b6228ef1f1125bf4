"""What the tree's scripts/checkpatch.pl says of each patch, as remarks.

It reads the mail as `git am` would apply it, decoded. Its errors are of medium confidence, its warnings
of low: it looks at lines, has known false alarms, and its own documentation asks for judgement. What a
submit rule says of the same patch is not said twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from patchkit.model.findings import Confidence, Incident, Severity
from patchkit.model.review import Origin, Remark
from patchkit.model.series import Patch
from patchkit.treescripts.outcome import Outcome
from patchkit.treescripts.sandbox import CHECKPATCH, Run, Sandbox

_OPTIONS = ("--terse", "--show-types", "--no-summary", "--color=never", "-")
_LINE = re.compile(r"[^:\n]*:(\d+): (ERROR|WARNING|CHECK):([A-Z0-9_]+): (.*)")
_WEIGHT = {
    "ERROR": (Severity.ERROR, Confidence.MEDIUM),
    "WARNING": (Severity.WARNING, Confidence.LOW),
    "CHECK": (Severity.NOTE, Confidence.LOW),
}
# Its types, and the submit rules that say the same.
_SAME = {
    "MISSING_SIGN_OFF": "sign-off-missing",
    "NO_AUTHOR_SIGN_OFF": "sign-off-missing",
    "FROM_SIGN_OFF_MISMATCH": "sign-off-missing",
    "COMMIT_MESSAGE": "message-empty",
    "BAD_FIXES_TAG": "fixes-form",
    "BAD_REPORTED_BY_LINK": "report-unlinked",
    "GERRIT_CHANGE_ID": "left-over-id",
    "BAD_STABLE_ADDRESS_STYLE": "stable-form",
    "CO_DEVELOPED_BY": "co-developer-unsigned",
}
_HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)")


def run_checkpatch(sandbox: Sandbox, patches: Sequence[Patch], known: Collection[Remark]) -> Outcome:
    """Returns what checkpatch.pl says of the patches; `known` are the remarks that there are already."""
    if not sandbox.has(CHECKPATCH):
        message = f"the tree has no {CHECKPATCH}"
        return Outcome(incidents=(Incident("checkpatch-not-run", message),))
    said = {(one.rule, one.patch) for one in known}
    remarks: list[Remark] = []
    incidents: list[Incident] = []
    for patch in patches:
        if patch.malformed:
            continue  # an incident already
        text = _mail(patch)
        run = sandbox.run(CHECKPATCH, *_OPTIONS, stdin=text)
        found = list(_remarks(patch, run.output, text.split(b"\n")))
        trouble = _trouble(run, told=bool(found))
        if trouble:
            incidents.append(Incident("checkpatch-failed", trouble, patch.where))
        remarks += [one for one in found if (_SAME.get(_type(one), ""), patch.number) not in said]
    return Outcome(tuple(remarks), tuple(incidents))


def _mail(patch: Patch) -> bytes:
    """Returns the patch as a plain mail: the author, the message, what stands below it, the diff."""
    head = f"From: {patch.author}\nSubject: [PATCH] {patch.subject.text}\n\n"
    text = f"{head}{patch.body}\n---\n{patch.notes}\n\n"
    return text.encode("utf-8", "surrogateescape") + patch.diff


def _type(remark: Remark) -> str:
    return remark.rule.removeprefix("checkpatch-").upper().replace("-", "_")


def _remarks(patch: Patch, output: str, lines: Sequence[bytes]) -> Iterator[Remark]:
    for line in output.split("\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        severity, sure = _WEIGHT[match[2]]
        number = int(match[1])
        quoted = lines[number - 1] if 0 < number <= len(lines) else b""
        yield Remark(
            rule=f"checkpatch-{match[3].lower().replace('_', '-')}",
            severity=severity,
            confidence=sure,
            message=match[4],
            patch=patch.number,
            where=_place(lines, number) or patch.where,
            quote=quoted.decode("utf-8", "surrogateescape"),
            origin=Origin.CHECKPATCH,
        )


def _place(lines: Sequence[bytes], number: int) -> str:
    """Returns "path:line" of the patched file for line `number` of the mail, "" above the diff."""
    path, at = "", 0
    for line in lines[:number]:
        if line.startswith(b"+++ "):
            path = line[4:].partition(b"\t")[0].decode("utf-8", "surrogateescape").partition("/")[2]
            at = 0
        elif line.startswith(b"diff --git "):
            path, at = "", 0
        elif hunk := _HUNK.match(line.decode("latin-1")):
            at = int(hunk[1]) - 1
        elif at or line[:1] in (b"+", b" "):
            at += line[:1] != b"-"
    return f"{path}:{at}" if path and at > 0 else ""


def _trouble(run: Run, *, told: bool) -> str:
    """Returns why a run is not to be relied on, "" when it is: status 1 is for what it found."""
    if run.failed:
        return run.failed
    if run.status is None:
        return f"{CHECKPATCH} did not end in time"
    if run.status not in (0, 1) or (run.status == 1 and not told):
        last = run.complaint.strip().split("\n")[-1]
        return f"{CHECKPATCH} failed with status {run.status}{f': {last}' if last else ''}"
    return ""
