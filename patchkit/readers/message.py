"""One message as a place hands it over, before anything in it is understood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """The raw bytes of a mail or bare diff.

    `where` names it for people ("series.mbox, message 3"), `name` is its file's name ("" for stdin and
    mboxes), `strip` is git's -p for its diff, `reverse` tells that the place wants it applied with -R.
    """

    raw: bytes
    where: str
    name: str = ""
    strip: int = 1
    reverse: bool = False
