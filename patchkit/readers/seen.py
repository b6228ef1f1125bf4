"""Mails that a check hook was given one by one, kept by thread: patch 2 is judged after patch 1.

A hook gets one mail at a time and nothing of the series it belongs to. What it was given before is kept
in the user's cache folder, so that the mails of one run, or of an earlier one, make a series again.
Refuses to be needed for anything: what cannot be kept or read is not there, and the answer says so.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from patchkit.readers.headers import parse_headers
from patchkit.search.stores import Store

_MOST_THREADS = 200
_MOST_MAILS = 1000  # of one thread
_LARGEST = 4 << 20


def keep_mail(raw: bytes) -> None:
    """Keeps a mail that has a message-id; the threads that were not added to for longest are dropped."""
    message_id = next(iter(parse_headers(raw).ids("message-id")), "")
    if not message_id or len(raw) > _LARGEST:
        return
    folder = _folder(raw)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            file.write(raw)
        os.replace(file.name, folder / _name(message_id))
        os.utime(folder)
        _shorten(folder.parent)


def mails_of_thread(raw: bytes) -> Iterator[bytes]:
    """Yields the kept mails of the thread that the mail `raw` says it is of."""
    with suppress(OSError):
        names = sorted(name for name in os.listdir(_folder(raw)) if not name.startswith("."))
        for name in names[:_MOST_MAILS]:
            with suppress(OSError):
                yield (_folder(raw) / name).read_bytes()


def _folder(raw: bytes) -> Path:
    """Returns the place of the thread, which goes by the first mail that this one refers to."""
    headers = parse_headers(raw)
    ids = [one for name in ("references", "in-reply-to", "message-id") for one in headers.ids(name)]
    return Store.MAILS.folder / _name(ids[0] if ids else "")


def _name(message_id: str) -> str:
    return sha256(message_id.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _shorten(place: Path) -> None:
    threads = sorted(place.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in threads[: max(0, len(threads) - _MOST_THREADS)]:
        shutil.rmtree(old, ignore_errors=True)
