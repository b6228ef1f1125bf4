"""A location string in, a Series out: finds out what is meant and hands its messages on.

docs/sources.md says what a location may be; whatever it is, it becomes messages, letters, a series. A
name that is there as a file or folder is that, whatever else it could mean. Refuses to use the network
when it is told not to, and for anything but a message-id or an address.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import FetchError, SeriesError
from patchkit.model.findings import Incident
from patchkit.model.series import Series
from patchkit.readers.address import Address, parse_address
from patchkit.readers.archives import deliver_from_archive, open_archive
from patchkit.readers.assemble import assemble, assemble_in_order
from patchkit.readers.fetched import kept
from patchkit.readers.files import deliver_bytes, deliver_path
from patchkit.readers.mail import read_letter
from patchkit.readers.message import Delivery
from patchkit.readers.picking import pick
from patchkit.readers.revisions import deliver_range, looks_like_range, names_revisions
from patchkit.readers.threads import find_threads, read_head
from patchkit.readers.versions import Choice

STDIN = "-"
_KINDS = (
    "a series is a file, a folder, a maildir, REPO@A..B, A..B or a branch of the repository here,"
    " PLACE#MESSAGE-ID or PLACE#TITLE of an mbox or mail archive, a message-id, a lore URL, or -"
)


class ReadOptions(Struct, frozen=True):
    """How to read: the version (None: the newest), without network, without what is remembered.

    `picked` says which patches ("": all), in the words of `patchkit.readers.picking`.
    """

    version: int | None = None
    offline: bool = False
    use_cache: bool = True
    picked: str = ""


DEFAULT = ReadOptions()


def read_series(
    location: str, *, stdin: BinaryIO | None = None, options: ReadOptions = DEFAULT
) -> Series:
    """Returns the series at `location`; "-" reads `stdin` (default: the process's own).

    Raises SeriesError when the place cannot be read, holds no patch or not the wanted version. All that
    is less is an incident of the series, and a patch that git would refuse is in it as malformed.
    """
    try:
        delivery, meant = _deliver(location, stdin, options)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SeriesError(f"cannot read the series: {reason}", where=location) from error
    series = series_of(delivery, location, Choice(options.version, meant))
    return pick(series, options.picked, meant)


def series_of(delivery: Delivery, location: str, choice: Choice) -> Series:
    """Returns the series that a place's messages make."""
    letters = [None if one is None else read_letter(one) for one in delivery.messages]
    if delivery.ordered:
        series = assemble_in_order(location, letters, delivery.incidents)
        if choice.version not in (None, series.version):
            raise SeriesError(f"there is no v{choice.version} of the series", where=location)
    else:
        given = [letter for letter in letters if letter is not None]
        series = assemble(location, given, delivery.incidents, choice)
    if not delivery.base_commit:
        return series
    return replace(series, base=replace(series.base, base_commit=delivery.base_commit))


def _deliver(location: str, stdin: BinaryIO | None, options: ReadOptions) -> tuple[Delivery, str]:
    """Returns the messages at `location`, and the id of the mail that is meant ("" for any)."""
    if location == STDIN:
        return deliver_bytes((stdin or sys.stdin.buffer).read(), "stdin"), ""
    path = Path(location)
    if path.exists():
        return _from_path(path, location), ""
    place, wanted = _split(location, "#")
    if place:
        return _from_place(Path(place), wanted, location, options)
    place, wanted = _split(location, "@")
    if place and (looks_like_range(wanted) or names_revisions(place, wanted)):
        return deliver_range(place, wanted), ""
    if looks_like_range(location) and names_revisions(".", location):
        return deliver_range(".", location), ""
    address = parse_address(location)
    if address is not None:
        return _from_server(address, options), address.message_id
    if looks_like_range(location) or names_revisions(".", location):
        return deliver_range(".", location), ""
    raise SeriesError("cannot read the series: there is no such place", where=location, hint=_KINDS)


def names_commits(location: str) -> bool:
    """Tells whether `location` means commits of a repository: a series that nobody has sent yet."""
    if location == STDIN or Path(location).exists() or _split(location, "#")[0]:
        return False
    place, wanted = _split(location, "@")
    if place and (looks_like_range(wanted) or names_revisions(place, wanted)):
        return True
    likely = looks_like_range(location) or parse_address(location) is None
    return likely and names_revisions(".", location)


def _split(location: str, mark: str) -> tuple[str, str]:
    """Takes PLACE from what is wanted of it, at the first `mark` behind an existing PLACE."""
    for at in (at for at, sign in enumerate(location) if sign == mark and at):
        if Path(location[:at]).exists() and location[at + 1 :]:
            return location[:at], location[at + 1 :]
    return "", ""


def _from_path(path: Path, location: str) -> Delivery:
    if path.is_dir() and open_archive(path):
        raise SeriesError(
            "this is a mail archive, which holds many series",
            where=location,
            hint=f"say which one: '{location}#MESSAGE-ID' or '{location}#TITLE'",
        )
    return deliver_path(path)


def _from_place(path: Path, wanted: str, location: str, options: ReadOptions) -> tuple[Delivery, str]:
    """Returns the thread that `wanted` means in an archive, an mbox or a maildir."""
    archive = open_archive(path) if path.is_dir() else ()
    if archive:
        return deliver_from_archive(archive, wanted, location, use_cache=options.use_cache)
    delivery = deliver_path(path)
    messages = [one for one in delivery.messages if one is not None]
    places, meant = find_threads([read_head(one.raw) for one in messages], wanted, str(path))
    return replace(delivery, messages=tuple(messages[place] for place in places), ordered=False), meant


def _from_server(address: Address, options: ReadOptions) -> Delivery:
    """Returns a thread from its server; a copy that was kept stands in where there is no network."""
    where = f"<{address.message_id}>"
    copy = kept(address.message_id) if options.use_cache or options.offline else None
    if options.offline:
        if copy is None:
            raise FetchError(
                "there is no kept copy of the thread, and no network may be used",
                where=where,
                hint=f"patchkit fetch '{address.message_id}' keeps one",
            )
        return deliver_thread(copy[0], where)
    from patchkit.readers import lore  # not for what is local

    try:
        return deliver_thread(lore.fetch_thread(address, use_cache=options.use_cache), where)
    except FetchError as error:
        if copy is None:
            raise
        message = f"{error.message}; the copy of {copy[1].fetched} is read"
        delivery = deliver_thread(copy[0], where)
        told = Incident("kept-copy", message, where, harmless=True)
        return replace(delivery, incidents=(*delivery.incidents, told))


def deliver_thread(mbox: bytes, where: str) -> Delivery:
    """Returns the mails of a thread's mbox, each named by its message-id."""
    delivery = deliver_bytes(mbox, where)
    named = []
    for message in delivery.messages:
        message_id = read_head(message.raw).message_id if message is not None else ""
        named.append(replace(message, where=f"<{message_id}>") if message and message_id else message)
    return replace(delivery, messages=tuple(named))
