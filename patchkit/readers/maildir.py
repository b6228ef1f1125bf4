"""A maildir as messages: cur/ and new/, in the order they arrived.

A mail's file name starts with the second it was delivered in and ends in flags (maildir(5)); one with
the flag T is trash. Refuses to look into subfolders: a maildir below a maildir is another one.
"""

from __future__ import annotations

import re
from pathlib import Path

from patchkit.model.findings import Incident
from patchkit.readers.mbox import split_messages
from patchkit.readers.message import Delivery, Message

_FLAGS = re.compile(r":2,([A-Za-z]*)$")
_SECOND = re.compile(r"(\d+)")


def is_maildir(folder: Path) -> bool:
    """Tells whether `folder` is a maildir."""
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def read_maildir(folder: Path) -> Delivery:
    """Returns the mails of `folder`; raises OSError when one cannot be read."""
    files = [
        path
        for part in ("cur", "new")
        for path in (folder / part).iterdir()
        if path.is_file() and not path.name.startswith(".")
    ]
    kept = sorted((path for path in files if not _is_trash(path)), key=_arrived)
    told: list[Incident] = []
    if len(kept) < len(files):
        message = f"{len(files) - len(kept)} of {len(files)} mails are in the trash"
        told.append(Incident("files-left-out", message, str(folder), harmless=True))
    messages: list[Message] = []
    repaired = 0
    for path in kept:
        where = path.relative_to(folder).as_posix()
        raws, dropped = split_messages(path.read_bytes(), where)
        repaired += dropped
        # Without the file's name: the number it starts with is no patch's place.
        messages += [Message(raw, where) for raw in raws]
    if repaired:
        message = (
            f"the lines of {repaired} mails end in CR LF; the CRs are dropped, as git mailsplit does"
        )
        told.append(Incident("crlf-mail", message, str(folder), harmless=True))
    return Delivery(tuple(messages), incidents=tuple(told))


def _is_trash(path: Path) -> bool:
    flags = _FLAGS.search(path.name)
    return flags is not None and "T" in flags[1]


def _arrived(path: Path) -> tuple[int, str]:
    second = _SECOND.match(path.name)
    return int(second[1]) if second else 0, path.name
