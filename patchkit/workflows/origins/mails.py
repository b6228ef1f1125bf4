"""Mails whose patches bring a name, in a public-inbox archive (`patchkit.readers.archives`).

Every mail is looked at once, newest first, and only those that hold one of the names are read as mails.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from patchkit.gitio import BlobReader, Repository
from patchkit.model.series import Patch
from patchkit.readers.archives import mail_blobs
from patchkit.readers.mail import read_letter
from patchkit.readers.message import Message
from patchkit.workflows.origins.search import Search, Wanted, whole


def search_mails(
    search: Search,
    reader: BlobReader,
    repository: Repository,
    tip: str,
    wanted: Sequence[Wanted],
    known: Collection[str],
) -> None:
    """Notes "subject (date, message-id)" of the mails that bring each name, unless the id is known.

    Of several versions of one patch the newest is told. Patches to other files than the one in question
    count only when none is to that.
    """
    near: dict[Wanted, dict[str, str]] = {}
    far: dict[Wanted, dict[str, str]] = {}
    blobs, complete = mail_blobs(repository, tip, search.seconds)
    for patch in _patches(search, reader, blobs, wanted):
        if patch.message_id in known:
            continue
        for one in wanted:
            paths = _brings(patch, whole(one.text))
            if paths:
                titles = (near if one.path in paths else far).setdefault(one, {})
                # The newest version's title, at the oldest version's place.
                titles[patch.subject.text] = titles.pop(patch.subject.text, _title(patch))
    for one in wanted:
        for title in near.get(one, far.get(one, {})).values():
            search.add(one, title)
    if not complete or not search.seconds:
        search.cut()


def _patches(
    search: Search, reader: BlobReader, blobs: Sequence[str], wanted: Sequence[Wanted]
) -> Iterator[Patch]:
    texts = sorted({one.text for one in wanted})
    for mail in reader.read_many(blobs):
        if not search.seconds:
            return
        # What a base64 body says shows after decoding only; quoted-printable glues "=3D" to a word.
        if mail is not None and any(text in mail.data for text in (*texts, b"base64")):
            yield read_letter(Message(mail.data, search.location)).patch


def _brings(patch: Patch, word: re.Pattern[bytes]) -> set[str]:
    """Returns the files to which the patch adds lines with the word."""
    return {
        str(file.path)
        for file in patch.files
        for hunk in file.hunks
        if any(line.op == "+" and word.search(line.text) for line in hunk.lines)
    }


def _title(patch: Patch) -> str:
    tokens = f"[{' '.join(patch.subject.tokens)}] " if patch.subject.tokens else ""
    return f"{tokens}{patch.subject.text} ({patch.date}, <{patch.message_id.strip('<>')}>)"
