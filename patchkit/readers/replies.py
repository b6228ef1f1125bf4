"""What a reply says in its own words: the trailers it gives, those it only mentions, and a no.

Quoted text is another's: lines behind ">", what stands below "Original Message", a commit that is shown.
A line is a trailer by b4's rules: a word, a colon, and an address, a link or a commit that goes with the
word. Unlike b4, one that hangs on a condition or stands inside a sentence is told and not given. Refuses
to match senders with trailers; that is `patchkit.readers.followups`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.model.series import Trailer
from patchkit.readers.body import read_body
from patchkit.readers.headers import decode_text, parse_headers
from patchkit.readers.mail import Letter
from patchkit.readers.opinions import condition_in, nays_in

PROSE = "it stands inside a sentence"
OWN_PATCH = "it signs off the reply's own patch"
SHOWN = "it is of a commit that the reply shows"
ROBOT = "it is for the change that mends what a robot found"

_TRAILER = re.compile(r"[ \t]*(\w[\w.-]+):[ \t]+(\S.*)")
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
LINKS = ("link", "buglink", "closes")
_PLAIN = (*LINKS, "fixes", "obsoleted-by")
_COMMIT = re.compile(r"[0-9a-f]{6,}")
# Header lines, and what belongs to a patch or a robot's report and not to a review.
_HEADERS = ("from", "author", "cc", "to", "date", "subject", "sent", "references", "in-reply-to")
_TAGS = ("base-commit", "change-id", "message-id", "prerequisite-message-id")
_NOISE = (
    "phone",
    "mail",
    "email",
    "e-mail",
    "subscribe",
    "unsubscribe",
    "config",
    "reproduce",
    "warning",
)
_NO_TRAILERS = (*_HEADERS, *_TAGS, *_NOISE, "error")
_WRAPPED_PERSON = re.compile(
    r"^([ \t]*\S{1,60}:[ \t]+[^<\n]{1,200})\n[ \t]*(<[^>\n]+>)[ \t]*$", re.MULTILINE
)
_WRAPPED_FIXES = re.compile(
    r"^([ \t]*\S{1,60}:[ \t]+[\da-f]{6,40}[ \t]+\([^)\n]{1,200})\n[ \t]*([^\n]+\))", re.MULTILINE
)
_COMMENT = re.compile(r"(.*\S)\s+(#[^#]*|\([^)@]*\))$")
# The signature, and what mail programs put above a mail that they do not quote (English, Chinese).
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_ANOTHERS = re.compile(
    r"^(?:[ \t]*-{3,}[ \t]*(?:(?:original|forwarded) message|\u539f\u59cb\u90ae\u4ef6)[ \t]*-{3,}"
    r"|_{20,}[ \t]*\n\s*\**(?:from|\u53d1\u4ef6\u4eba)\**[:\uff1a]"
    r"|\**from:\**[ \t].*\n\**(?:sent|date|to):)",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"[ \t]*[A-Z]{0,3}[>|]")
_MENTION = re.compile(r"\b((?:reviewed|acked|tested|nacked)-by)\b", re.IGNORECASE)
_ROBOT = re.compile(r"\badd (?:the )?following tags?\b", re.IGNORECASE)
_LONGEST = 500  # characters of a line that may be a trailer
_SHOWN_BY = 4  # blanks git indents a commit message with


class Remark(Struct, frozen=True):
    """A trailer in a reply; `refused` says why it is not given ("" when it is)."""

    trailer: Trailer
    refused: str = ""


class Remarks(Struct, frozen=True):
    """What one reply says."""

    trailers: tuple[Remark, ...] = ()
    nays: tuple[str, ...] = ()


class _Line(Struct, frozen=True):
    """A line of a reply; a quoted one is empty here."""

    text: str
    trailer: Trailer | None = None

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" "))


def read_remarks(letter: Letter) -> Remarks:
    """Returns what the reply `letter` says in its own words."""
    headers = parse_headers(letter.patch.raw)
    body = read_body(headers, letter.patch.raw)
    text = decode_text(body.text, body.charset).replace("\r", "")
    # A patch inside a reply starts with From: and Date: too.
    lines = _own_lines(text if letter.carries_diff else _above(_ANOTHERS, text))
    nays = nays_in("\n".join(line.text for line in lines))
    return Remarks(tuple(_remarks(lines, letter)), tuple(nays))


def _above(border: re.Pattern[str], text: str) -> str:
    end = border.search(text)
    return text[: end.start()] if end else text


def _own_lines(text: str) -> list[_Line]:
    text = _above(_SIGNATURE, text)
    text = _WRAPPED_FIXES.sub(r"\1 \2", _WRAPPED_PERSON.sub(r"\1 \2", text))
    own = ("" if _QUOTED.match(line) else line.rstrip() for line in text.split("\n"))
    return [_Line(line, _trailer_of(line)) for line in own]


def _trailer_of(line: str) -> Trailer | None:
    match = _TRAILER.fullmatch(line) if len(line) <= _LONGEST else None
    if match is None or not match[1].isascii() or match[1].lower() in _NO_TRAILERS:
        return None
    key, value = match[1].lower(), match[2]
    if key in _PLAIN:
        fits = key != "fixes" or _COMMIT.match(value) is not None
        return Trailer(match[1], value) if fits else None
    if not _ADDRESS.search(value) or "://" in value:
        return None
    return Trailer(match[1], value)


def _remarks(lines: Sequence[_Line], letter: Letter) -> Iterator[Remark]:
    for at, line in enumerate(lines):
        if line.trailer is not None:
            yield Remark(line.trailer, _refusal(line.trailer, lines, at, letter))
        elif mention := _MENTION.search(line.text):
            yield Remark(Trailer(mention[1], line.text.strip()), PROSE)


def _refusal(trailer: Trailer, lines: Sequence[_Line], at: int, letter: Letter) -> str:
    """Returns why the trailer in line `at` is not given, whoever sent it."""
    above = _text_above(lines, at)
    if lines[at].indent >= _SHOWN_BY and above.startswith(" " * _SHOWN_BY):
        return SHOWN
    if _ROBOT.search(above):
        return ROBOT
    if letter.carries_diff and trailer.key.lower() == "signed-off-by":
        return OWN_PATCH
    comment = _COMMENT.match(trailer.value)
    condition = condition_in(comment[2].strip("#() ") if comment else "") or condition_in(above)
    return f"it hangs on a condition: “{condition}”" if condition else ""


def _text_above(lines: Sequence[_Line], at: int) -> str:
    """Returns the reviewer's own paragraph before the block of trailers that line `at` is in."""
    end = at
    while end > 0 and (lines[end - 1].trailer is not None or not lines[end - 1].text):
        end -= 1
    start = end
    while start > 0 and lines[start - 1].text and lines[start - 1].trailer is None:
        start -= 1
    return "\n".join(line.text for line in lines[start:end])
