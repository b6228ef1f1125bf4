"""Makes strangers' text safe to print: subjects, paths, source lines, authors.

Everything a report quotes was written by somebody else and may hold escape sequences, line breaks,
bidirectional overrides or, in file names, bytes that are not UTF-8. The one convention of all
renderers: `\\xNN` stands for a control character below 0x80 or for a raw byte of a name that is
not UTF-8, `\\uNNNN` (or `\\UNNNNNNNN`) for any other character that cannot be shown. Backslashes
that were there before are kept, so this is for reading and not for decoding back.
Refuses to know about colours and layout.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def _escaped(character: str) -> str:
    point = ord(character)
    if 0xDC80 <= point <= 0xDCFF:  # surrogateescape: the byte itself
        return f"\\x{point - 0xDC00:02x}"
    if point < 0x80:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def without_surrogates(text: str) -> str:
    """Returns `text` with lone surrogates escaped and everything else as it was."""
    return _SURROGATE.sub(lambda match: _escaped(match[0]), text)


def printable(text: str, encoding: str | None = None) -> str:
    """Returns `text` as one line that moves no cursor, for a stream of that `encoding`.

    Tabs become single spaces; what is not printable, or not in the encoding (None = any), is escaped.
    """
    if not text.isprintable():
        text = "".join(
            one if one.isprintable() else " " if one == "\t" else _escaped(one) for one in text
        )
    if encoding is None:
        return text
    return text.encode(encoding, "backslashreplace").decode(encoding)
