"""Messages as a place hands them over, before anything in them is understood."""

from __future__ import annotations

from msgspec import Struct

from patchkit.model.findings import Incident


class Message(Struct, frozen=True):
    """The raw bytes of a mail or bare diff.

    `where` names it for people ("series.mbox, message 3"), `name` is its file's name ("" for stdin and
    mboxes), `strip` is git's -p for its diff, `reverse` tells that the place wants it applied with -R.
    """

    raw: bytes
    where: str
    name: str = ""
    strip: int = 1
    reverse: bool = False


class Delivery(Struct, frozen=True):
    """What a place hands over: its messages, and what was odd in getting them.

    `ordered` tells that the place gives the order of the series; None then stands for a patch that is
    named and not there. `base_commit` is known where the messages were made from commits.
    """

    messages: tuple[Message | None, ...]
    ordered: bool = False
    incidents: tuple[Incident, ...] = ()
    base_commit: str = ""
