"""What a port has to do on a tree, so that two trees can be told to need the same.

A refused hunk needs what the code demands that stands there instead. Two trees whose code is the same
there, token by token, need the same; so the work that was done for one is done for the other. Refuses
to tell how much work a need is: each counts one.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from patchkit.cfacts import outline
from patchkit.errors import TreeError
from patchkit.model.diff import FilePatch, Hunk
from patchkit.model.findings import Severity
from patchkit.model.matrix import Need
from patchkit.model.placement import FilePlacement, Outcome, Placement, Reason
from patchkit.model.report import IntentState, PatchState, Report, SiteState
from patchkit.model.series import Series
from patchkit.model.tree import Tree
from patchkit.placement.tokens import C_SUFFIXES, c_tokens

_SETTLED = (PatchState.PRESENT, PatchState.SUPERSEDED, PatchState.REVERTED)
_HAD = (IntentState.PRESENT, IntentState.SUPERSEDED, IntentState.REVERTED)

_KEY_BYTES = 10
_MARGIN = 6  # lines by which the code there may be longer than the hunk


def needs_of(series: Series, tree: Tree, report: Report) -> tuple[Need, ...]:
    """Returns what a port of `series` to `tree` has to do, by a check's report; each need once.

    These are the refused hunks, the errors that what fits would bring, and the sites of changes that
    did not go in for which the series has no hunk. Patches that are settled there need nothing.
    """
    settled = settled_patches(report)
    found = [need for need in _all(series, tree, report) if need.patch not in settled]
    return tuple({(need.patch, need.key): need for need in found}.values())


def settled_patches(report: Report) -> frozenset[int]:
    """Returns the patches that nobody ports: the tree has them, has them otherwise, or gave them up.

    One that would do harm is among them when its purpose is: the harm is that of forcing it again.
    """
    had = {one.patch for one in report.intent if one.state in _HAD}
    states = {one.number: one.standing.state for one in report.patches}
    return frozenset(
        number
        for number, state in states.items()
        if state in _SETTLED or (state is PatchState.HARMFUL and number in had)
    )


def _all(series: Series, tree: Tree, report: Report) -> Iterator[Need]:
    texts = {(patch.number, str(file.path)): file for patch in series.patches for file in patch.files}
    for patch in report.patches:
        for file in patch.files:
            yield from _of_file(patch.number, file, texts.get((patch.number, file.path)), tree)
    refused = {
        (patch.number, file.path, one.written_for)
        for patch in report.patches
        for file in patch.files
        for one in file.hunks
        if one.outcome is Outcome.REJECTED
    }
    for one in report.findings:
        # The hunk that was refused in this function is what mends it.
        if one.severity is Severity.ERROR and (
            (one.caused_by, one.primary.path, one.function) not in refused
        ):
            what = f"{one.primary.path}: {one.rule} {one.subject}".rstrip()
            yield Need(one.caused_by, what, _digest(f"{one.key}|{one.caused_by}"))
    for change in report.api:
        for site in change.sites if not change.realised else ():
            if site.state is SiteState.UNKNOWN:
                where = f"{site.path}{f' in {site.function}()' if site.function else ''}"
                key = f"site|{change.name}|{where}|{site.kind}|{site.signature or site.text}"
                yield Need(change.patch, f"{where}: {site.kind} of {change.name}", _digest(key))


def _of_file(number: int, file: FilePlacement, text: FilePatch | None, tree: Tree) -> Iterator[Need]:
    if text is None:
        return
    if file.outcome is Outcome.REJECTED and not file.hunks:
        why = f": {file.reason}" if file.reason else ""
        yield Need(number, f"{file.path}{why}", _digest(f"file|{number}|{file.path}|{file.reason}"))
    for one in file.hunks:
        if one.outcome is not Outcome.REJECTED:
            continue
        path = str(text.source)
        if one.reason is Reason.FILE_MOVED:
            path = _named_in(one.detail, path, tree)
        stands = _stands_there(path, _read(tree, path), text.hunks[one.index], one)
        why = f": {one.reason}" if one.reason else ""
        key = _digest(f"hunk|{number}|{file.path}|{one.index}|{one.reason}", stands)
        yield Need(number, f"{file.path} hunk {one.index + 1}{why}", key)


def _named_in(detail: str, path: str, tree: Tree) -> str:
    """Returns the file that a refusal names as the one that has moved."""
    return next((word for word in detail.split() if word != path and tree.exists(word)), path)


def _stands_there(path: str, data: bytes | None, hunk: Hunk, placed: Placement) -> bytes:
    """Returns the code that a refused hunk was written for, as the tree has it.

    The tokens of the function it was written for; outside of functions, or where that one is gone, of
    the stretch of lines that has most of what the hunk expects; all of the file where nothing is alike.
    """
    if data is None:
        return b""
    lines = data.split(b"\n")
    if placed.written_for and path.endswith(C_SUFFIXES):
        for span in outline(path, data).functions:
            if span.name == placed.written_for:
                return _plain(path, lines[span.first - 1 : span.last])
    expected = {line.text.strip() for line in hunk.preimage if line.text.strip(b" \t{}*/#")}
    alike = [line.strip() in expected for line in lines]
    size = len(hunk.preimage) + _MARGIN
    count = best = sum(alike[:size])
    start = 0
    for at in range(1, len(lines) - size + 1):
        count += alike[at + size - 1] - alike[at - 1]
        if count > best:
            best, start = count, at
    hits = [at for at in range(start, min(start + size, len(lines))) if alike[at]]
    return _plain(path, lines[hits[0] : hits[-1] + 1] if hits else lines)


def _plain(path: str, lines: list[bytes]) -> bytes:
    """Returns code without comments and white space, other text as it is."""
    text = b"\n".join(lines)
    return b"\0".join(c_tokens(text).texts) if path.endswith(C_SUFFIXES) else text


def _digest(text: str, code: bytes = b"") -> str:
    raw = text.encode("utf-8", "surrogateescape") + b"\0" + code
    return blake2b(raw, digest_size=_KEY_BYTES).hexdigest()


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except TreeError:  # the tree keeps the incident
        return None
