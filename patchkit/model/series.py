"""A posted patch series as frozen data: what the mails said, with the mails' bytes kept.

A series knows its gaps and judges nothing.
"""

from __future__ import annotations

from msgspec import Struct

from patchkit.model.diff import FilePatch
from patchkit.model.findings import Incident


class Person(Struct, frozen=True):
    """A name and a mail address, either of which may be empty."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


class Trailer(Struct, frozen=True):
    """A `Key: value` line of the last paragraph of a commit message (git-interpret-trailers)."""

    key: str
    value: str


class Subject(Struct, frozen=True):
    """A subject taken apart.

    `text` is the subject without its bracketed prefixes; `tokens` are the words inside the brackets
    in order ("RFC", "PATCH", "v3", "1/5", "net-next"). `number`/`total` are None without an n/m
    counter and `version` is 1 when no token says otherwise (`version_given` tells). `reply` is True
    when "Re:" stands before it.
    """

    text: str
    tokens: tuple[str, ...] = ()
    number: int | None = None
    total: int | None = None
    version: int = 1
    version_given: bool = False
    rfc: bool = False
    resend: bool = False
    reply: bool = False


class BaseHints(Struct, frozen=True):
    """What a mail says about the tree it was made on (git format-patch --base and b4's tags)."""

    base_commit: str = ""
    prerequisite_patch_ids: tuple[str, ...] = ()
    prerequisite_message_ids: tuple[str, ...] = ()
    prerequisite_change_ids: tuple[str, ...] = ()
    change_id: str = ""
    based_on: tuple[str, ...] = ()


class Patch(Struct, frozen=True):
    """One patch of a series.

    `number` is its 1-based place in the series. `body` is the commit message without subject and
    without what follows `---`; `notes` is what stands between `---` and the diff. `author` is the
    in-body From where there is one, else the sender. `malformed` says why the diff could not be
    understood ("" when it could); such a patch keeps its place and has no files. `where` names
    the mail ("series.mbox, message 3"), `diff` is the diff's text as read, `raw` the whole message.
    """

    number: int
    subject: Subject
    author: Person
    sender: Person
    date: str
    message_id: str
    body: str
    notes: str
    trailers: tuple[Trailer, ...]
    files: tuple[FilePatch, ...]
    base: BaseHints = BaseHints()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    malformed: str = ""
    where: str = ""
    diff: bytes = b""
    raw: bytes = b""

    @property
    def added(self) -> int:
        """Number of added lines over all files."""
        return sum(file.added for file in self.files)

    @property
    def removed(self) -> int:
        """Number of removed lines over all files."""
        return sum(file.removed for file in self.files)

    @property
    def git_diff(self) -> bytes:
        """The diff with git's own first line before each file, without which git gives no patch-id."""
        parts = []
        for file in self.files:
            if not file.raw.startswith(b"diff --git "):
                name = f"a/{file.source} b/{file.path}".encode("utf-8", "surrogateescape")
                parts.append(b"diff --git " + name + b"\n")
            parts.append(file.raw)
        return b"".join(parts)


class DiffstatEntry(Struct, frozen=True):
    """One line of a diffstat: a path as printed and how many lines it says changed (None: Bin)."""

    path: str
    changed: int | None


class Cover(Struct, frozen=True):
    """The cover letter (0/n): its text, and the diffstat it carries."""

    subject: Subject
    author: Person
    date: str
    message_id: str
    body: str
    diffstat: tuple[DiffstatEntry, ...] = ()
    base: BaseHints = BaseHints()
    where: str = ""
    raw: bytes = b""


class FollowUp(Struct, frozen=True):
    """A trailer that a reply gives. `refused` says why it is shown and not taken ("" when it is taken).

    `version` is the reroll whose mail was answered, where that is an older one with the same patch, else
    None.
    """

    trailer: Trailer
    refused: str = ""
    version: int | None = None


class Reply(Struct, frozen=True):
    """A mail that answers the series: what it gives, and what it refuses.

    `patch` is the number of the patch it answers, 0 for the cover letter: what it gives is for every
    patch then. `nays` are the lines that say no ("NAK"), in the reviewer's words.
    """

    sender: Person
    date: str
    message_id: str
    where: str
    patch: int
    follow_ups: tuple[FollowUp, ...] = ()
    nays: tuple[str, ...] = ()


class Series(Struct, frozen=True):
    """The ordered patches of one posting.

    `expected` is the m of n/m (or the number of patches when no counter is there), `missing` the
    numbers that nobody sent. `replies` are the answers to its mails, in the order of the mailbox, and
    `incidents` hold everything that was odd while reading.
    """

    location: str
    patches: tuple[Patch, ...]
    cover: Cover | None = None
    version: int = 1
    expected: int = 0
    missing: tuple[int, ...] = ()
    base: BaseHints = BaseHints()
    incidents: tuple[Incident, ...] = ()
    replies: tuple[Reply, ...] = ()

    @property
    def title(self) -> str:
        """The cover's subject, or the only patch's, or the location."""
        if self.cover is not None:
            return self.cover.subject.text
        return self.patches[0].subject.text if len(self.patches) == 1 else self.location

    def trailers(self, patch: Patch) -> tuple[Trailer, ...]:
        """Returns the trailers of `patch` with those that replies give, each once, its own first.

        As b4 has it: those for the patch go before those for the whole series, and two are the same that
        differ in letter case only.
        """
        found = {(one.key.lower(), one.value.lower()): one for one in reversed(patch.trailers)}
        trailers = list(patch.trailers)
        for number in (patch.number, 0):
            for reply in self.replies:
                for one in reply.follow_ups if reply.patch == number else ():
                    key = (one.trailer.key.lower(), one.trailer.value.lower())
                    if not one.refused and key not in found:
                        found[key] = one.trailer
                        trailers.append(one.trailer)
        return tuple(trailers)
