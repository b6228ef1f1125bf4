"""Mail archives in git: what public-inbox keeps of a mailing list, read without public-inbox.

In version 2 (public-inbox-v2-format(5)) a commit brings one mail, in the file `m`; `d` takes one out
again; an inbox is a folder of such repositories, `git/0.git` and so on. In version 1 the newest tree
holds all mails, by the hash of their ids. Nothing but git's objects is needed, and no index: the header
lines of all mails are read once and remembered in the user's cache. Refuses to mix two archives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from patchkit.errors import SeriesError
from patchkit.gitio import BlobReader, Repository, find_repository, list_files, read_log, tree_entries
from patchkit.model.findings import Incident
from patchkit.readers.mbox import split_messages
from patchkit.readers.message import Delivery, Message
from patchkit.readers.subject import parse_subject
from patchkit.readers.threads import Head, find_threads, read_head
from patchkit.search.cache import Cache, cache_file

_MAIL = re.compile(rb"^:\d+ 100644 [0-9a-f]+ ([0-9a-f]+) [AM]\t([md])$", re.MULTILINE)
_LOG = ("--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "--format=%x00%s")
_EPOCH = re.compile(r"(\d+)\.git")
_PART = re.compile(r"[0-9a-f]{2}")
_CHUNK = 1000  # mails whose heads are remembered together
_KIND = "mail-heads"  # what the cache calls them; the version of Head belongs to the key
_VERSION = b"1"
_SECONDS = 600.0  # for listing the mails of one repository


class Epoch(Struct, frozen=True):
    """One repository of an archive, its newest commit, and the version of the format."""

    repository: Repository
    tip: str
    version: int


class _Mail(Struct, frozen=True):
    """A mail of an archive by its blob; the subject is the commit's (version 2 alone has one)."""

    blob: str
    subject: str = ""


def mail_blobs(repository: Repository, tip: str, seconds: float) -> tuple[list[str], bool]:
    """Returns the blobs of a version 2 archive's mails, newest first, and whether those are all.

    Mails that were taken out again are left out.
    """
    mails, complete = _list_commits(repository, tip, seconds)
    return [mail.blob for mail in mails], complete


def _list_commits(repository: Repository, tip: str, seconds: float) -> tuple[list[_Mail], bool]:
    log, complete = read_log(repository, *_LOG, tip, seconds=seconds)
    mails: list[_Mail] = []
    gone: set[str] = set()
    for commit in log.split(b"\0"):
        subject, _, lines = commit.partition(b"\n")
        for blob, name in _MAIL.findall(lines):
            if name == b"d":
                gone.add(blob.decode("ascii"))
            else:
                mails.append(_Mail(blob.decode("ascii"), subject.decode("utf-8", "replace")))
    return [mail for mail in mails if mail.blob not in gone], complete


def archive_version(reader: BlobReader, repository: Repository, tip: str) -> int:
    """Returns the version of the mail archive whose newest commit is `tip`, 0 when it is none."""
    tree = reader.read(f"{tip}^{{tree}}")
    entries = list(tree_entries(tree.data, repository.object_format)) if tree is not None else []
    if [entry.name for entry in entries] in (["m"], ["d"]):
        return 2
    hashed = all(entry.is_folder and _PART.fullmatch(entry.name) for entry in entries)
    return 1 if entries and hashed else 0


def open_archive(folder: Path) -> tuple[Epoch, ...]:
    """Returns the repositories of the archive at `folder`, oldest mails first; none when it is none."""
    for place in (folder / "git", folder):
        numbered = [(int(match[1]), path) for path, match in _epochs(place)]
        if numbered:
            return tuple(one for _, path in sorted(numbered) for one in _epoch(path))
    return _epoch(folder)


def _epochs(folder: Path) -> Iterable[tuple[Path, re.Match[str]]]:
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _EPOCH.fullmatch(path.name)
        if match is not None and path.is_dir():
            yield path, match


def _epoch(folder: Path) -> tuple[Epoch, ...]:
    repository = find_repository(str(folder))
    if repository is None or repository.prefix:
        return ()
    tip = repository.tip()
    if not tip:
        return ()
    with BlobReader(repository) as reader:
        version = archive_version(reader, repository, tip)
    return (Epoch(repository, tip, version),) if version else ()


def deliver_from_archive(
    archive: Sequence[Epoch], wanted: str, location: str, *, use_cache: bool = True
) -> tuple[Delivery, str]:
    """Returns the mails of the thread that `wanted` (a message-id or a title) means, and its id.

    Raises SeriesError when the archive has no such thread, GitError when git cannot read it.
    """
    with closing(Cache(cache_file() if use_cache else None)) as cache:
        entries = [entry for epoch in archive for entry in _entries(epoch, cache)]
    places, meant = find_threads([entry.head for entry in entries], wanted, location)
    thread = [entries[place] for place in places]
    messages = [message for epoch in archive for message in _messages(epoch, thread)]
    lost = [entry.head for entry in entries if entry.lost]
    told = _lost([entry.head for entry in thread], lost, location)
    return Delivery(tuple(messages), incidents=told), meant


class _Entry(Struct, frozen=True):
    """A mail of an archive: where it is, its head, and whether it is gone from this copy."""

    epoch: Epoch
    blob: str
    head: Head
    lost: bool


def _entries(epoch: Epoch, cache: Cache) -> list[_Entry]:
    mails = _mails(epoch)
    return [
        _Entry(epoch, mail.blob, head or Head("", (), mail.subject), head is None)
        for mail, head in zip(mails, _heads(epoch, mails, cache), strict=True)
    ]


def _messages(epoch: Epoch, thread: Iterable[_Entry]) -> Iterator[Message]:
    entries = [entry for entry in thread if entry.epoch is epoch and not entry.lost]
    with BlobReader(epoch.repository) as reader:
        found = reader.read_many(entry.blob for entry in entries)
        for entry, mail in zip(entries, found, strict=True):
            name = f"<{entry.head.message_id}>" if entry.head.message_id else f"mail {entry.blob[:12]}"
            raws, _ = split_messages(mail.data, name) if mail is not None else ((), False)
            yield from (Message(raw, name) for raw in raws)


def _mails(epoch: Epoch) -> list[_Mail]:
    """Returns the mails of one repository, oldest first where that is known."""
    if epoch.version == 1:
        files = list_files(epoch.repository, epoch.tip)
        if files is None:
            raise SeriesError(
                "not all mails of the archive can be listed", where=epoch.repository.git_dir
            )
        return [_Mail(blob) for _, blob in files]
    mails, complete = _list_commits(epoch.repository, epoch.tip, _SECONDS)
    if not complete:
        raise SeriesError(
            f"the mails could not be listed in {_SECONDS:.0f} seconds", where=epoch.repository.git_dir
        )
    return mails[::-1]


def _heads(epoch: Epoch, mails: Sequence[_Mail], cache: Cache) -> list[Head | None]:
    """Returns the heads of the mails, None for one that is not there; remembered in chunks."""
    chunks = [mails[start : start + _CHUNK] for start in range(0, len(mails), _CHUNK)]
    keys = [_key(chunk) for chunk in chunks]
    known = cache.get(_KIND, keys)
    decoder = msgspec.msgpack.Decoder(list[Head | None])
    heads: list[Head | None] = []
    with BlobReader(epoch.repository) as reader:
        for key, chunk in zip(keys, chunks, strict=True):
            if key in known:
                heads += decoder.decode(known[key])
                continue
            found = reader.read_many(mail.blob for mail in chunk)
            fresh = [None if mail is None else read_head(mail.data) for mail in found]
            if None not in fresh:
                cache.put(_KIND, {key: msgspec.msgpack.encode(fresh)})
            heads += fresh
    return heads


def _key(chunk: Iterable[_Mail]) -> bytes:
    return blake2b(
        _VERSION + "".join(mail.blob for mail in chunk).encode("ascii"), digest_size=20
    ).digest()


def _lost(thread: Iterable[Head], lost: Iterable[Head], location: str) -> tuple[Incident, ...]:
    """Names mails that the archive no longer has and that, by their subject, are of the thread."""
    titles = {parse_subject(head.subject).text for head in thread} - {""}
    return tuple(
        Incident(
            "missing-object", f"the mail “{head.subject}” is not in this copy of the archive", location
        )
        for head in lost
        if parse_subject(head.subject).text in titles
    )
