"""The series that one mail is of: found from what is at hand, and what of it is not there.

A check hook gets a mail and no more. The rest of its series may be in the thread that b4 keeps for a
review, in a posting that was fetched and kept, among the mails that the hook was given before, or on
lore. Refuses to guess: what is not found is named, and nothing is judged as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from patchkit.errors import FetchError, GitError, SeriesError, TreeError
from patchkit.gitio import BlobReader, Repository
from patchkit.model.series import Series
from patchkit.readers import lore
from patchkit.readers.address import LORE, Address
from patchkit.readers.fetched import kept
from patchkit.readers.location import deliver_thread, series_of
from patchkit.readers.mail import Letter
from patchkit.readers.message import Delivery, Message
from patchkit.readers.seen import mails_of_thread
from patchkit.readers.threads import read_head
from patchkit.readers.versions import Choice
from patchkit.trees.open import repository_at

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Places(Struct, frozen=True):
    """Where the rest of a series may be looked for; `tracking` is b4's file ("" = there is none)."""

    tree: str
    tracking: str = ""
    offline: bool = False
    use_cache: bool = True


class Companions(Struct, frozen=True):
    """The series as found, None when not even one patch of it is there.

    `base` is the commit that b4 applied it on ("" = unknown), `why_not` says why mails are missing that
    might have been found.
    """

    series: Series | None
    base: str = ""
    why_not: str = ""


class _Thread(msgspec.Struct):
    blob: str = msgspec.field(default="", name="thread-blob")
    first: str = msgspec.field(default="", name="first-patch-commit")


class _Tracking(msgspec.Struct):
    series: _Thread = msgspec.field(default_factory=_Thread)


def find_companions(letter: Letter, raw: bytes, places: Places) -> Companions:
    """Returns the series of the mail `raw`, with whatever of it can be found."""
    tracking = _tracking(places.tracking)
    repository = _repository(places.tree)
    own = Message(raw, letter.patch.where)
    mails = [*_from_tracking(tracking, repository), *(_kept(raw) if places.use_cache else ())]
    series, fault = _series(own, letter, mails), ""
    if (series is None or series.missing) and letter.patch.message_id:
        found, fault = _from_server(letter.patch.message_id, places)
        series = _series(own, letter, [*mails, *found]) if found else series
    complete = series is not None and not series.missing
    return Companions(series, _base(tracking, repository), "" if complete else fault)


def _series(own: Message, letter: Letter, others: Iterable[Message]) -> Series | None:
    """Returns the series that the mail is of, in its own version; None when there is none."""
    message_id = letter.patch.message_id
    mails = [own, *(one for one in others if read_head(one.raw).message_id != message_id)]
    for version in (letter.patch.subject.version, None):
        choice = Choice(version, message_id)
        for some in (mails, [own]):
            try:
                series = series_of(Delivery(tuple(some)), own.where, choice)
            except SeriesError:
                continue
            if _is_of(letter, series):
                return series
    return None


def _is_of(letter: Letter, series: Series) -> bool:
    raws = [patch.raw for patch in series.patches]
    return letter.patch.raw in (*raws, series.cover.raw if series.cover else b"")


def _kept(raw: bytes) -> Iterator[Message]:
    """Yields the mails of the thread that earlier runs kept."""
    head = read_head(raw)
    for message_id in dict.fromkeys((head.message_id, *head.answers)):
        copy = kept(message_id) if message_id else None
        if copy is not None:
            yield from _messages(copy[0], f"<{message_id}>")
    for mail in mails_of_thread(raw):
        yield Message(mail, f"<{read_head(mail).message_id}>")


def _messages(mbox: bytes, where: str) -> Sequence[Message]:
    return [one for one in deliver_thread(mbox, where).messages if one is not None]


def _from_server(message_id: str, places: Places) -> tuple[Sequence[Message], str]:
    """Returns the thread's mails on lore, or why there are none."""
    if places.offline:
        return (), "no network may be used, and no copy was kept"
    try:
        mbox = lore.fetch_thread(Address(LORE, message_id), use_cache=places.use_cache)
    except FetchError as error:
        return (), error.message
    return _messages(mbox, f"<{message_id}>"), ""


def _tracking(name: str) -> _Tracking:
    """Returns what b4 says of a review; a file that cannot be read says nothing."""
    try:
        return msgspec.json.decode(Path(name).read_bytes(), type=_Tracking) if name else _Tracking()
    except (OSError, msgspec.MsgspecError):
        return _Tracking()


def _repository(tree: str) -> Repository | None:
    try:
        return repository_at(tree)[0]
    except (GitError, TreeError):
        return None


def _from_tracking(tracking: _Tracking, repository: Repository | None) -> Sequence[Message]:
    """Returns the mails of the thread that b4 keeps in the repository as a blob."""
    blob = tracking.series.blob
    if repository is None or not _ID.fullmatch(blob):
        return ()
    with BlobReader(repository) as reader:
        mbox = reader.blob(blob)
    return _messages(mbox, "b4's thread") if mbox else ()


def _base(tracking: _Tracking, repository: Repository | None) -> str:
    """Returns the commit before the first of those that b4 made of the series."""
    first = tracking.series.first
    if repository is None or not _ID.fullmatch(first):
        return ""
    try:
        return repository.resolve(f"{first}^{{commit}}^1")
    except GitError:
        return ""
