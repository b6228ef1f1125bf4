"""`patchkit fetch` as a library call: a posting into the user's cache, with what was verified about it.

Also what `check` does when no series is given: the posting that the embedded series is a rendering of,
kept or fetched, and only when it is the one that series.toml knows. Prints nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import FetchError, SeriesError
from patchkit.model.profile import Posting, SeriesFacts
from patchkit.model.series import Series
from patchkit.readers.address import LORE, Address, parse_address
from patchkit.readers.fetched import Check, Record, digest, keep, kept, place_of
from patchkit.readers.location import ReadOptions, deliver_thread, series_of
from patchkit.readers.profile import available, embedded_series, load_facts
from patchkit.readers.verify import NOTHING_ODD, known_posting, verify, verify_facts
from patchkit.readers.versions import Choice


class Fetched(Struct, frozen=True):
    """A posting as it was fetched or kept: its record, the file it is in, its mbox and its series."""

    record: Record
    place: Path
    mbox: bytes
    series: Series


def fetch(what: str, options: ReadOptions) -> Fetched:
    """Fetches the thread of a message-id, an address or an embedded series' posting, and keeps it.

    Offline the kept copy is returned. Raises SeriesError when there is nothing to fetch or no patch in
    it, FetchError when it cannot be had.
    """
    address, known = _meant(what, options.version)
    version = None if known else options.version
    if options.offline:
        copy = kept(address.message_id)
        if copy is None:
            raise FetchError("there is no kept copy, and no network may be used", where=what)
        mbox, record = copy
        return Fetched(record, place_of(address.message_id), mbox, _series(mbox, address, version))
    from patchkit.readers import lore  # not for what is kept

    mbox = lore.fetch_thread(address, use_cache=options.use_cache)
    series = _series(mbox, address, version)
    record = _record(series, address, digest(mbox), known)
    return Fetched(record, keep(mbox, record), mbox, series)


def _meant(what: str, version: int | None) -> tuple[Address, tuple[SeriesFacts, Posting] | None]:
    """Returns the mail that is meant, and what is known of its posting."""
    if what in available():
        facts = load_facts(embedded_series(what))
        posting = known_posting(facts, version)
        if posting is None:
            versions = ", ".join(one.version for one in facts.postings)
            raise SeriesError(
                f"no posting v{version} is known", where=what, hint=f"there is: {versions}"
            )
        return Address(LORE, posting.message_ids[0]), (facts, posting)
    address = parse_address(what)
    if address is None:
        names = ", ".join(available())
        raise SeriesError(
            "this is neither a message-id nor the address of a mail",
            where=what,
            hint=f"give one, or the name of an embedded series: {names}",
        )
    return address, _known(address.message_id)


def _known(message_id: str) -> tuple[SeriesFacts, Posting] | None:
    for name in available():
        facts = load_facts(embedded_series(name))
        for posting in facts.postings:
            if message_id in posting.message_ids:
                return facts, posting
    return None


def _series(mbox: bytes, address: Address, version: int | None) -> Series:
    where = f"<{address.message_id}>"
    return series_of(deliver_thread(mbox, where), where, Choice(version, address.message_id))


def _record(
    series: Series, address: Address, sha256: str, known: tuple[SeriesFacts, Posting] | None
) -> Record:
    checks: tuple[Check, ...] = verify(series, address.message_id)
    if known is not None:
        checks = (*checks, *verify_facts(series, *known))
    first = series.cover or series.patches[0]
    return Record(
        message_id=address.message_id,
        source=address.archive,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        sha256=sha256,
        title=series.title,
        version=f"RFC v{series.version}" if first.subject.rfc else f"v{series.version}",
        patches=len(series.patches),
        expected=series.expected,
        checks=checks,
    )


def posted_series(name: str, options: ReadOptions) -> tuple[Series, str] | str:
    """Returns the posting that the embedded series `name` renders, with a note; or why it cannot be had.

    A kept copy goes first. What is not the posting that series.toml knows is not used.
    """
    try:
        found = _kept_or_fetched(name, options)
    except SeriesError as error:
        return error.message
    record = found.record
    failed = [check for check in record.checks if not check.passed]
    if failed:
        told = "; ".join(f"it is not so that {check.question} ({check.detail})" for check in failed)
        return f"what {record.source} gave is not the known posting: {told}"
    details = ", ".join(check.detail for check in record.checks[1:] if check.detail != NOTHING_ODD)
    note = f"the posting, fetched from {record.source} at {record.fetched} and verified: {details}"
    return found.series, note


def _kept_or_fetched(name: str, options: ReadOptions) -> Fetched:
    address, known = _meant(name, options.version)
    copy = kept(address.message_id) if options.use_cache and not options.offline else None
    if copy is None:
        return fetch(name, options)
    mbox, record = copy
    series = _series(mbox, address, None)
    # Asked anew: the facts may have been added to since.
    checks = _record(series, address, record.sha256, known).checks
    return Fetched(replace(record, checks=checks), place_of(address.message_id), mbox, series)
