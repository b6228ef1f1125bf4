"""Which reply belongs to which patch, and which of the trailers it gives are for that patch.

The rules are b4's: a trailer's address has to be the sender's (or the name has to be), what is given to
the cover letter is for every patch, and what an older version of an unchanged patch was given stays with
it. Refuses what answers a mail that is not here: nobody can tell which patch is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from patchkit.model.series import FollowUp, Patch, Person, Reply, Trailer
from patchkit.readers.headers import parse_person
from patchkit.readers.mail import Letter
from patchkit.readers.postings import Posting, Thread
from patchkit.readers.replies import LINKS, read_remarks

OTHERS = "the sender is not the one it names"
LOST = "the mail it answers is not here"

_EXTENSION = re.compile(r"\+[^@]+@")
_BLANKS = re.compile(rb"\s+")


class Mailbox(Struct, frozen=True):
    """What is known of a mailbox: the letters of the series by number (0 is the cover).

    `versions` are the postings of the series, its own among them, and `members` the patches and cover
    letters of every series.
    """

    numbered: Mapping[int, Letter]
    versions: Sequence[Posting]
    members: frozenset[Letter]
    thread: Thread


def replies_to(mailbox: Mailbox, letters: Iterable[Letter]) -> tuple[Reply, ...]:
    """Returns what `letters`, which are no patches, say to the series."""
    finder = _Finder(mailbox)
    return tuple(reply for letter in letters for reply in finder.find(letter))


class _Finder:
    """Knows which letter is which patch, and which older ones have the same diff."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._thread = mailbox.thread
        self._members = mailbox.members
        self._number = {letter: number for number, letter in mailbox.numbered.items()}
        changes = {
            _change(letter.patch): number
            for number, letter in mailbox.numbered.items()
            if letter.patch.files
        }
        older = (
            (letter, posting.version)
            for posting in mailbox.versions
            for letter in posting.letters
            if letter.patch.files and letter not in self._number
        )
        self._older = {
            letter: (changes[change], version)
            for letter, version in older
            if (change := _change(letter.patch)) in changes
        }

    def find(self, letter: Letter) -> Iterator[Reply]:
        """Yields the reply that `letter` is, if it answers the series or an older version of a patch."""
        for above in self._thread.ancestors(letter):
            if above in self._number:
                yield self._reply(letter, self._number[above], None)
                return
            if above in self._older:
                number, version = self._older[above]
                reply = self._reply(letter, number, version)
                if reply.follow_ups:
                    yield reply
                return
            if above in self._members:
                return

    def _reply(self, letter: Letter, number: int, version: int | None) -> Reply:
        patch = letter.patch
        remarks = read_remarks(letter)
        lost = not self._thread.answers_directly(letter)
        return Reply(
            sender=patch.sender,
            date=patch.date,
            message_id=patch.message_id,
            where=patch.where,
            patch=number,
            follow_ups=tuple(
                FollowUp(one.trailer, one.refused or _refusal(one.trailer, patch.sender, lost), version)
                for one in remarks.trailers
            ),
            nays=remarks.nays if version is None else (),
        )


def _refusal(trailer: Trailer, sender: Person, lost: bool) -> str:
    who = parse_person(trailer.value)
    if trailer.key.lower() not in LINKS and "@" in who.email and not is_same_person(who, sender):
        return OTHERS
    return LOST if lost else ""


def is_same_person(one: Person, two: Person) -> bool:
    """Tells whether two persons are the same by b4's rules.

    The address is the same but for a "+extension" or one level of subdomain, or the whole name is.
    """
    if one.name and _name(one) == _name(two):
        return True
    ours, theirs = (_EXTENSION.sub("@", who.email.lower()) for who in (one, two))
    local, _, domain = ours.partition("@")
    other, _, elsewhere = theirs.partition("@")
    if local != other or not domain or not elsewhere:
        return False
    near = abs(domain.count(".") - elsewhere.count(".")) == 1
    below = domain.endswith(f".{elsewhere}") or elsewhere.endswith(f".{domain}")
    return domain == elsewhere or (near and below)


def _name(person: Person) -> tuple[str, ...]:
    """Returns the words of a name, "Slot, Ada" being Ada Slot."""
    last, comma, first = person.name.casefold().partition(",")
    return tuple((f"{first} {last}" if comma else last).split())


def _change(patch: Patch) -> tuple[object, ...]:
    """Returns what `git patch-id` looks at: files and lines without blanks and line numbers."""
    return tuple(
        (
            file.old_path,
            file.new_path,
            tuple((line.op, _BLANKS.sub(b"", line.text)) for hunk in file.hunks for line in hunk.lines),
        )
        for file in patch.files
    )
