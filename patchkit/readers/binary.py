"""Checks the data of a binary patch, so that a damaged one is not carried as if it were whole.

The format is that of `git diff --binary`: a forward block and an optional reverse block, each `literal
SIZE` or `delta SIZE`, then lines of a length letter and base-85 text, and a blank line; the data is
deflated. Refuses to apply it: binary patches are kept, not analysed.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Sequence

_START = re.compile(rb"(?:literal|delta) (\d{1,12})$")
_SHORTEST = 6  # a length letter and one group of five


def binary_end(lines: Sequence[bytes], at: int) -> int | None:
    """Returns the index behind the blocks that start at line `at`, or None when one is damaged."""
    end = _block_end(lines, at)
    if end is None:
        return None
    if end < len(lines) and _START.match(lines[end]):
        return _block_end(lines, end)
    return end


def _block_end(lines: Sequence[bytes], at: int) -> int | None:
    start = _START.match(lines[at]) if at < len(lines) else None
    if start is None:
        return None
    data = bytearray()
    for end in range(at + 1, len(lines)):
        if not lines[end]:
            return end + 1 if _inflates_to(bytes(data), int(start[1])) else None
        decoded = _decoded(lines[end])
        if decoded is None:
            return None
        data += decoded
    return None


def _decoded(line: bytes) -> bytes | None:
    """Returns the bytes of one line: "A" to "Z" stand for 1 to 26 of them, "a" to "z" for 27 to 52."""
    letter = line[:1]
    if len(line) < _SHORTEST or (len(line) - 1) % 5 or not letter.isalpha():
        return None
    count = line[0] - ord("A") + 1 if letter.isupper() else line[0] - ord("a") + 27
    try:
        decoded = base64.b85decode(line[1:])
    except ValueError:
        return None
    return decoded[:count] if len(decoded) - 4 < count <= len(decoded) else None


def _inflates_to(data: bytes, size: int) -> bool:
    stream = zlib.decompressobj()
    try:
        # One byte more than promised is enough to know; the size is a stranger's word.
        return len(stream.decompress(data, size + 1)) == size and stream.eof
    except zlib.error:
        return False
