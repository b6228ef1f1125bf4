"""Splits an mbox into its messages, and says what kind of text a file is.

An mbox message starts at a "From " line that ends in a date, as `git mailsplit` has it; "From the
manual:" in a commit message starts none. Quoted ">From " lines lose one ">" (mboxrd). In an mbox or mail
whose header lines end in CR LF the CRs are the transport's and are dropped. Refuses to look into a
message.
"""

from __future__ import annotations

import gzip
import re
import zlib

from patchkit.errors import SeriesError
from patchkit.readers.headers import is_mail, parse_headers

_FROM_LINE = re.compile(
    rb"^From (?=.{1,400}\n).*\d\d?:\d\d(?::\d\d)?(?: .*)? \d{4}(?: [-+]\d{4})?[ \t]*\n", re.MULTILINE
)
_HEADER = re.compile(rb"(?:>?From |[!-9;-~]+:)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_GZIP = b"\x1f\x8b"


def split_messages(data: bytes, where: str) -> tuple[tuple[bytes, ...], bool]:
    """Returns the raw messages in `data` (mbox, one mail or bare diff) and whether CRs were dropped.

    Raises SeriesError for a damaged gzip file; a whole one (lore's t.mbox.gz) is unpacked.
    """
    data = _unpacked(data, where)
    dropped = _transport_has_crs(data)
    if dropped:
        data = data.replace(b"\r\n", b"\n")
    if not data.startswith(b"From "):
        return (data,), dropped
    starts = [match for match in _FROM_LINE.finditer(data) if _HEADER.match(data, match.end())]
    if not starts or starts[0].start() != 0:
        return (data,), dropped
    ends = [match.start() for match in starts[1:]] + [len(data)]
    parts = (data[match.end() : end] for match, end in zip(starts, ends, strict=True))
    return tuple(_QUOTED_FROM.sub(rb"\1", part) for part in parts), dropped


def _unpacked(data: bytes, where: str) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise SeriesError(
            f"cannot unpack: {error}", where=where, hint="the gzip file may be cut short"
        ) from error


def _transport_has_crs(data: bytes) -> bool:
    """Tells whether a mail's own header lines end in CR LF (a bare diff's CRs are the parser's)."""
    first = data.partition(b"\n")[0]
    return first.endswith(b"\r") and (first.startswith(b"From ") or is_mail(parse_headers(data)))
