"""One message in, one `Patch` out: who wrote it, what the commit message says, and its diff.

The cut between message, notes and diff is that of `git mailinfo` (git-mailinfo(1)): in-body "From:",
"Subject:" and "Date:" override the header, a scissors line drops what stands above it, and the message
ends at "---", "diff -" or "Index:". Refuses to decide whether the mail belongs to a series; that is
`patchkit.readers.assemble`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from patchkit.model.findings import Incident
from patchkit.model.series import Patch, Subject
from patchkit.readers.body import Body, read_body
from patchkit.readers.diffs import Diff, parse_diff
from patchkit.readers.headers import Headers, decode_text, is_mail, parse_headers, parse_person
from patchkit.readers.message import Message
from patchkit.readers.subject import parse_subject
from patchkit.readers.tags import parse_base_hints, parse_trailers

_NEWLINE = b"\n"
_BREAK = re.compile(rb"^(?:diff -|Index: |---(?: \S|[ \t\r\f\v]*$))", re.MULTILINE)
_SEPARATOR = re.compile(rb"---[ \t\r\f\v]*\n?")
_INBODY = re.compile(r"(From|Subject|Date):[ \t]+(.*)")
_DIGEST = re.compile(rb"multipart/digest", re.IGNORECASE)
_QUOTED_FROM = re.compile(r">From [0-9a-f]{40} ")
_SCISSORS = re.compile(r"(?:8<|>8|%<|>%)")
_PERFORATION = re.compile(r"(?:8<|>8|%<|>%|-)(?:[ \t]*(?:8<|>8|%<|>%|-))*")


class Letter(Struct, frozen=True, eq=False):
    """A message that was read: the patch it would be, and what was odd in it.

    `patch.number` is 0: its place is not decided here. `name` is the file's name where it came from
    one, `posted` tells that the message is a mail and no bare diff, `digest` that it is several mails in
    one. Letters compare by identity.
    """

    patch: Patch
    name: str = ""
    incidents: tuple[Incident, ...] = ()
    posted: bool = True
    digest: bool = False

    @property
    def carries_diff(self) -> bool:
        """Tells whether the message holds a diff, be it a malformed one."""
        return bool(self.patch.files or self.patch.malformed)


class _Opening(Struct, frozen=True):
    """The part of a body above the break, as text, and what its in-body header says."""

    message: str
    fields: dict[str, str]


def read_letter(message: Message) -> Letter:
    """Returns what `message` says. Never raises: a diff that git refuses makes the patch malformed."""
    headers = parse_headers(message.raw)
    if not is_mail(headers):
        headers = Headers((), 0)
    body = read_body(headers, message.raw)
    found = _BREAK.search(body.text)
    border = found.start() if found else len(body.text)
    opening = _read_opening(_text(body.text[:border], body))
    diff = parse_diff(body.text[border:], message.strip)
    if not diff.text:
        # Nothing below the break: a quoted diff, or hunks that lost their header, may stand above it.
        border, diff = 0, replace(parse_diff(body.text, message.strip), before=diff.before)
    fault = _fault(message, headers, body, diff, border)
    notes = _text(_SEPARATOR.sub(b"", diff.before, count=1), body).strip("\n").rstrip()
    after = _text(diff.after, body)
    base, refused = parse_base_hints("\n".join((opening.message, notes, after)))
    sender = parse_person(headers.text("from"))
    patch = Patch(
        number=0,
        subject=_subject(headers, opening, message),
        author=parse_person(opening.fields["From"]) if "From" in opening.fields else sender,
        sender=sender,
        date=opening.fields.get("Date") or headers.text("date"),
        message_id=next(iter(headers.ids("message-id")), ""),
        body=opening.message,
        notes=notes,
        trailers=parse_trailers(opening.message),
        files=() if fault else diff.files,
        base=base,
        in_reply_to=next(iter(headers.ids("in-reply-to")), ""),
        references=headers.ids("references"),
        malformed=fault,
        where=message.where,
        diff=diff.text,
        raw=message.raw,
    )
    return Letter(
        patch,
        message.name,
        tuple(_oddities(patch, diff, body, refused)),
        posted=bool(headers.fields),
        digest=_DIGEST.search(headers.raw("content-type")) is not None,
    )


def _text(data: bytes, body: Body) -> str:
    """Returns a part of the body that is no diff as text; the CR LF of encoded mails says nothing."""
    return decode_text(data, body.charset).replace("\r\n", "\n")


def _fault(message: Message, headers: Headers, body: Body, diff: Diff, border: int) -> str:
    """Returns why the diff cannot be read, with the line of the mail (or of its decoded text), or ""."""
    if diff.fault:
        line = body.text.count(b"\n", 0, border) + diff.fault_line
        if not body.verbatim:
            return f"line {line} of the decoded text: {diff.fault}"
        return f"line {line + message.raw.count(_NEWLINE, 0, headers.size)}: {diff.fault}"
    if diff.files and message.reverse:
        return "the series file wants it applied in reverse (-R), which is not supported"
    return ""


def _subject(headers: Headers, opening: _Opening, message: Message) -> Subject:
    """Returns the header's subject with the words of an in-body one; a bare diff has its file's name."""
    subject = parse_subject(headers.text("subject"))
    if "Subject" in opening.fields:
        words = parse_subject(opening.fields["Subject"])
        return replace(subject if subject.tokens else words, text=words.text)
    if not headers.fields:
        return Subject(text=PurePath(message.name).stem)
    return subject


def _read_opening(text: str) -> _Opening:
    """Takes scissors and the in-body header off the text above the break."""
    lines = text.split("\n")
    cuts = [at for at, line in enumerate(lines) if _is_scissors(line)]
    lines = lines[cuts[-1] + 1 :] if cuts else lines
    fields: dict[str, str] = {}
    name = ""
    at = 0
    for at, line in enumerate(lines):  # noqa: B007 - `at` is where the header ends
        match = _INBODY.match(line)
        if match is not None and match[1] not in fields and _plausible(match[1], match[2]):
            name = match[1]
            fields[name] = match[2].strip()
        elif name and line[:1] in (" ", "\t") and line.strip():
            fields[name] += f" {line.strip()}"
        elif (line.strip() or fields) and not _QUOTED_FROM.match(line):
            break
    return _Opening("\n".join(lines[at:]).strip("\n").rstrip(), fields)


def _plausible(name: str, value: str) -> bool:
    # "From: the beginning" opens a sentence; only an address makes it a header.
    return "@" in value if name == "From" else bool(value.strip())


def _is_scissors(line: str) -> bool:
    """Tells whether `line` consists mainly of scissors and dashes (git-mailinfo(1), --scissors)."""
    bare = line.strip()
    if not _SCISSORS.search(bare) or "-" not in bare:
        return False
    marks = sum(len(match[0]) for match in _PERFORATION.finditer(bare))
    return len(bare) >= 8 and marks * 3 > len(bare)


def _oddities(patch: Patch, diff: Diff, body: Body, refused: tuple[str, ...]) -> Iterator[Incident]:
    where = patch.where
    if patch.malformed:
        yield Incident("malformed-patch", patch.malformed, where)
    if diff.crlf:
        message = "the diff's own header lines end in CR LF; its CRs were dropped"
        yield Incident("crlf-diff", message, where, harmless=True)
    if diff.overrun:
        lines = ", ".join(map(str, diff.overrun))
        message = (
            f"a hunk's header counts too few lines: what follows line {lines} of the diff is not read"
        )
        yield Incident("hunk-overrun", message, where)
    if body.damaged:
        yield Incident("damaged-mail", f"not all of the mail can be decoded: {body.damaged}", where)
    for value in refused:
        message = f"base-commit {value!r} is no full object id and is not used"
        yield Incident("base-commit-refused", message, where, harmless=True)
