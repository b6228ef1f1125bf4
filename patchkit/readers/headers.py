"""The header block of a mail: fields as text, in the order they stand.

Kernel mails carry forty and more header lines of which eight matter, so nothing is decoded before it is
asked for. Lenient as `git mailinfo` is: a line that is no header ends the block. Refuses to interpret
bodies; see `patchkit.readers.body`.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header

from msgspec import Struct

from patchkit.model.series import Person

_FIELD = re.compile(rb"([!-9;-~]+):[ \t]*(.*(?:\n[ \t].*)*)\n?")
_BLANK = re.compile(rb"\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_PERSON = re.compile(r"\s*(.*?)\s*<([^<>]*)>", re.DOTALL)
_COMMENT = re.compile(r"\s*(\S+@\S+)\s*\((.*)\)\s*$", re.DOTALL)
_MAIL_FIELDS = ("from", "subject", "date", "message-id")


class Headers(Struct, frozen=True):
    """A header block. `fields` are (lower-case name, raw value), `size` the bytes the block takes."""

    fields: tuple[tuple[str, bytes], ...]
    size: int

    def raw(self, name: str) -> bytes:
        """Returns the first value of the header `name` (lower case), unfolded, or b""."""
        return next((_unfold(value) for key, value in self.fields if key == name), b"")

    def text(self, name: str) -> str:
        """Returns the first value of the header `name` with its encoded words (RFC 2047) decoded."""
        return decode_words(self.raw(name))

    def ids(self, name: str) -> tuple[str, ...]:
        """Returns the message-ids in the header `name`, without angle brackets."""
        text = self.text(name)
        return tuple(re.findall(r"<([^<>\s]+)>", text)) or tuple(text.split()[:1])


def _unfold(value: bytes) -> bytes:
    return _FOLD.sub(b" ", value).strip()


def parse_headers(raw: bytes) -> Headers:
    """Returns the header block `raw` begins with, an mbox "From " line before it included."""
    fields: list[tuple[str, bytes]] = []
    at = 0
    if raw.startswith((b"From ", b">From ")):
        at = raw.find(b"\n") + 1 or len(raw)
    while match := _FIELD.match(raw, at):
        fields.append((match[1].decode("ascii").lower(), match[2]))
        at = match.end()
    blank = _BLANK.match(raw, at)
    return Headers(tuple(fields), blank.end() if blank else at)


def is_mail(headers: Headers) -> bool:
    """Tells whether a header block is a mail's.

    A quilt patch that opens with "Description:" or "Index:" is none.
    """
    return any(name in _MAIL_FIELDS for name, _ in headers.fields)


def decode_words(value: bytes) -> str:
    """Returns a header value as text. Undeclared 8-bit bytes are UTF-8, or Latin-1 when they are not."""
    text = decode_text(value)
    if "=?" not in text:
        return text
    try:
        chunks = decode_header(text)
    except HeaderParseError:
        return text
    return "".join(
        chunk if isinstance(chunk, str) else decode_text(chunk, charset or "raw-unicode-escape")
        for chunk, charset in chunks
    )


def decode_text(data: bytes, charset: str = "") -> str:
    """Returns `data` as text: in its declared charset, else UTF-8, else Latin-1 (git's own guess)."""
    for name in (charset, "utf-8"):
        try:
            return data.decode(name or "utf-8")
        except (LookupError, ValueError):  # no such charset, or bytes that are not of it
            continue
    return data.decode("latin-1")


def parse_person(text: str) -> Person:
    """Returns the first person of an address header: "Name <mail>", "mail (Name)" or a bare address."""
    match = _PERSON.match(text)
    if match is not None:
        return Person(match[1].strip().strip('"').replace('\\"', '"'), match[2].strip())
    match = _COMMENT.match(text)
    if match is not None:
        return Person(match[2].strip(), match[1])
    bare = text.strip()
    return Person("", bare) if "@" in bare else Person(bare, "")
