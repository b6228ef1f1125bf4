"""Mails whose patches bring a name, in a public-inbox archive: each commit's tree is one file, a mail.

The format is public-inbox-v2-format(5): the file is called `m`, or `d` where a mail was taken out. Every
mail is looked at once, newest first, and only those that hold one of the names are read as mails.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from patchkit.gitio import BlobReader, Repository, read_log, tree_entries
from patchkit.model.series import Patch
from patchkit.readers.mail import read_letter
from patchkit.readers.message import Message
from patchkit.workflows.origins.search import Search, Wanted, whole

_MAIL = re.compile(rb"^:\d+ 100644 [0-9a-f]+ ([0-9a-f]+) [AM]\tm$", re.MULTILINE)
_LOG = ("--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "--format=")


def is_archive(reader: BlobReader, repository: Repository, tip: str) -> bool:
    """Tells whether the tree of the commit `tip` is one mail."""
    tree = reader.read(f"{tip}^{{tree}}")
    entries = tree_entries(tree.data, repository.object_format) if tree is not None else ()
    return [entry.name for entry in entries] in (["m"], ["d"])


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
    log, complete = read_log(repository, *_LOG, tip, seconds=search.seconds)
    for patch in _patches(search, reader, log, wanted):
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
    search: Search, reader: BlobReader, log: bytes, wanted: Sequence[Wanted]
) -> Iterator[Patch]:
    texts = sorted({one.text for one in wanted})
    for mail in reader.read_many(found.decode("ascii") for found in _MAIL.findall(log)):
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
