"""Messages from files, folders and streams: an mbox, a mail, a diff, patches, a quilt queue, a maildir.

What a forge gives under a change's address with ".patch" behind it is what `git format-patch --stdout`
writes, so that such a file is an mbox. Refuses to decide what the messages are.
"""

from __future__ import annotations

from pathlib import Path

from patchkit.model.findings import Incident
from patchkit.readers.folder import Entry, Folder, is_series_file, read_folder, read_series_file
from patchkit.readers.maildir import is_maildir, read_maildir
from patchkit.readers.mbox import split_messages
from patchkit.readers.message import Delivery, Message


def deliver_path(path: Path) -> Delivery:
    """Returns what the file or folder `path` holds.

    Raises OSError when it cannot be read, SeriesError when it is damaged or holds no patch files.
    """
    if path.is_dir():
        return read_maildir(path) if is_maildir(path) else _from_folder(read_folder(path), path)
    if is_series_file(path):
        return _from_folder(read_series_file(path), path.parent)
    return deliver_bytes(path.read_bytes(), path.name, Entry(path))


def deliver_bytes(data: bytes, where: str, entry: Entry | None = None) -> Delivery:
    """Returns the messages of one file; `where` names it, and the message where it has several."""
    messages, dropped = split_messages(data, where)
    entry = entry or Entry(Path(where))
    told: tuple[Incident, ...] = ()
    if dropped:
        message = "all lines of the mail end in CR LF; the CRs are dropped, as git mailsplit does"
        told = (Incident("crlf-mail", message, where, harmless=True),)
    made = tuple(
        Message(
            raw,
            where if len(messages) == 1 else f"{where}, message {number}",
            name=entry.path.name,
            strip=entry.strip,
            reverse=entry.reverse,
        )
        for number, raw in enumerate(messages, 1)
    )
    return Delivery(made, incidents=told)


def _from_folder(folder: Folder, top: Path) -> Delivery:
    incidents = list(folder.incidents)
    messages: list[Message | None] = []
    for entry in folder.entries:
        if not entry.present:
            messages.append(None)
            continue
        where = entry.path.relative_to(top).as_posix()
        delivery = deliver_bytes(entry.path.read_bytes(), where, entry)
        messages += delivery.messages
        incidents += delivery.incidents
    return Delivery(tuple(messages), folder.ordered, tuple(incidents))
