"""A mail as a check hook gets it on stdin, made a mail again.

b4 hands over the headers as they came and the body decoded: a mail that says "base64" above plain text,
or "multipart" above what was its patch. Read as it stands, such text would be decoded a second time,
and "a=3D" in a hunk would quietly become another line. Refuses to touch a mail whose body is what its
header says.
"""

from __future__ import annotations

import re

from patchkit.readers.headers import Headers, parse_headers

_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n]+=?=?\s*")
# What quoted-printable text cannot hold: a bare "=", a byte of eight bits, a line of 77.
_NOT_QUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n)|[\x80-\xff]|[^\n]{77}")
_DECODED = ("content-transfer-encoding", "content-type")


def as_handed_over(raw: bytes) -> bytes:
    """Returns the mail without the header lines that its body no longer fits."""
    headers = parse_headers(raw)
    body = raw[headers.size :]
    encoding = headers.raw("content-transfer-encoding").lower()
    kind = headers.raw("content-type")
    if kind.lower().startswith(b"multipart/"):
        boundary = re.search(rb'boundary="?([^";]+)', kind, re.IGNORECASE)
        stale = boundary is None or b"--" + boundary[1] not in body
        return _without(raw, headers, _DECODED) if stale else raw
    if encoding == b"base64" and not _BASE64.fullmatch(body):
        return _without(raw, headers, _DECODED[:1])
    if encoding == b"quoted-printable" and _NOT_QUOTED.search(body):
        return _without(raw, headers, _DECODED[:1])
    return raw


def _without(raw: bytes, headers: Headers, names: tuple[str, ...]) -> bytes:
    kept = [
        name.encode("ascii") + b": " + value + b"\n"
        for name, value in headers.fields
        if name not in names
    ]
    return b"".join(kept) + b"\n" + raw[headers.size :]
