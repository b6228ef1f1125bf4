"""Postings that were fetched and kept: in the user's cache, each with a record of what was verified.

A posting is the mbox of its thread as it came, beside a JSON file that says where from, when, and what
was found to be true of it. A copy whose bytes are not those that the record was made of is no copy.
Refuses to fetch anything.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct

from patchkit.errors import FetchError
from patchkit.search.stores import Store


class Check(Struct, frozen=True):
    """One thing that was asked of a posting, and the answer; `detail` is a sentence for people."""

    question: str
    passed: bool
    detail: str


class Record(Struct, frozen=True):
    """What is known of a kept posting: its thread's mail, source, time (ISO, UTC), digest and checks."""

    message_id: str
    source: str
    fetched: str
    sha256: str
    title: str
    version: str
    patches: int
    expected: int
    checks: tuple[Check, ...]

    @property
    def verified(self) -> bool:
        """Tells whether every check passed."""
        return all(check.passed for check in self.checks)


def digest(mbox: bytes) -> str:
    """Returns what `Record.sha256` is."""
    return hashlib.sha256(mbox).hexdigest()


def place_of(message_id: str) -> Path:
    """Returns the file in which the thread of a mail is kept; the record stands beside it (.json)."""
    return Store.POSTINGS.folder / f"{quote(message_id, safe='@+=,')}.mbox"


def keep(mbox: bytes, record: Record) -> Path:
    """Keeps a posting and returns its file; raises FetchError when it cannot be written."""
    place = place_of(record.message_id)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        text = msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
        # The record last: a copy without one is no copy.
        for path, data in ((place, mbox), (place.with_suffix(".json"), text)):
            with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
                file.write(data)
            os.replace(file.name, path)
    except OSError as error:
        raise FetchError(f"the posting cannot be kept: {error.strerror}", where=str(place)) from error
    return place


def kept(message_id: str) -> tuple[bytes, Record] | None:
    """Returns a kept posting and its record, None when there is none that is whole."""
    place = place_of(message_id)
    try:
        record = msgspec.json.decode(place.with_suffix(".json").read_bytes(), type=Record)
        mbox = place.read_bytes()
    except (OSError, msgspec.MsgspecError):
        return None
    return (mbox, record) if record.sha256 == digest(mbox) else None
