"""A location string in, a Series out: finds out what is there and hands its messages on.

A location is a file (mbox, mail, patch; gzip'ed too), a folder of patches, or "-" for stdin. Refuses to
fetch anything from a network.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from patchkit.errors import SeriesError
from patchkit.model.findings import Incident
from patchkit.model.series import Series
from patchkit.readers.assemble import assemble, assemble_in_order
from patchkit.readers.folder import Entry, read_folder
from patchkit.readers.mail import Letter, read_letter
from patchkit.readers.mbox import split_messages
from patchkit.readers.message import Message

STDIN = "-"


def read_series(location: str, *, stdin: BinaryIO | None = None) -> Series:
    """Returns the series at `location`; "-" reads `stdin` (default: the process's own).

    Raises SeriesError when the place cannot be read or holds no patch. Everything less is an incident of
    the series, and a patch that git would refuse is in it as malformed.
    """
    if location == STDIN:
        return _read_stream(stdin or sys.stdin.buffer)
    path = Path(location)
    try:
        if path.is_dir():
            return _read_folder(path, location)
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SeriesError(f"cannot read the series: {reason}", where=location) from error
    incidents: list[Incident] = []
    letters = _letters(data, Entry(path), path.name, incidents)
    return assemble(location, letters, incidents)


def _read_stream(stream: BinaryIO) -> Series:
    incidents: list[Incident] = []
    letters = _letters(stream.read(), Entry(Path("stdin")), "stdin", incidents)
    return assemble(STDIN, letters, incidents)


def _read_folder(path: Path, location: str) -> Series:
    folder = read_folder(path)
    incidents = list(folder.incidents)
    letters: list[Letter | None] = []
    for entry in folder.entries:
        if entry.present:
            where = entry.path.relative_to(path).as_posix()
            letters += _letters(entry.path.read_bytes(), entry, where, incidents)
        else:
            letters.append(None)
    if folder.ordered:
        return assemble_in_order(location, letters, incidents)
    return assemble(location, [letter for letter in letters if letter is not None], incidents)


def _letters(data: bytes, entry: Entry, where: str, incidents: list[Incident]) -> list[Letter]:
    """Reads all messages of one file; `where` names the file, and the message where it has several."""
    messages, dropped = split_messages(data, where)
    if dropped:
        message = "all lines of the mail end in CR LF; the CRs are dropped, as git mailsplit does"
        incidents.append(Incident("crlf-mail", message, where, harmless=True))
    return [
        read_letter(
            Message(
                raw,
                where if len(messages) == 1 else f"{where}, message {number}",
                name=entry.path.name,
                strip=entry.strip,
                reverse=entry.reverse,
            )
        )
        for number, raw in enumerate(messages, 1)
    ]
