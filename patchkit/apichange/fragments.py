"""A hunk's two sides as C text that can be looked at alone.

A hunk may begin inside a comment; its first lines would then be read as code. Offsets and lines of
a fragment mean nothing outside of it.
"""

from __future__ import annotations

from patchkit.model.diff import Hunk


def before(hunk: Hunk) -> bytes:
    """Returns the hunk's preimage, opened as a comment where it begins inside one."""
    return _readable(b"".join(line.text + b"\n" for line in hunk.preimage))


def after(hunk: Hunk) -> bytes:
    """Returns the hunk's postimage, opened as a comment where it begins inside one."""
    return _readable(b"".join(line.text + b"\n" for line in hunk.postimage))


def _readable(text: bytes) -> bytes:
    closing = text.find(b"*/")
    opening = text.find(b"/*")
    begins_inside = closing >= 0 and (opening < 0 or closing < opening)
    return b"/*" + text if begins_inside else text
