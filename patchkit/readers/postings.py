"""Sorts letters into postings: which mails were sent together as one version of one series.

Mails belong together when version and total agree and the thread links them; without a thread, when one
sender numbered them without overlap (b4 calls that rethreading). Refuses to drop anything: every letter
ends in one posting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from enum import StrEnum

from patchkit.readers.mail import Letter


class Role(StrEnum):
    """What a letter is in a mailbox."""

    COVER = "cover"
    PATCH = "patch"
    REPLY = "reply"
    PULL = "pull request"
    OTHER = "other mail"


@dataclass(frozen=True, slots=True)
class Posting:
    """Letters that were sent together; a cover among them has number 0.

    `counted` tells whether n/m counters order them; without, they stand in the mailbox's order.
    """

    letters: tuple[Letter, ...]
    counted: bool = True

    @property
    def version(self) -> int:
        """The reroll's number."""
        return self.letters[0].patch.subject.version

    @property
    def total(self) -> int | None:
        """The m of n/m, None for patches without a counter."""
        return self.letters[0].patch.subject.total

    @property
    def numbers(self) -> frozenset[int]:
        """The n of every n/m."""
        return frozenset(letter.patch.subject.number or 0 for letter in self.letters)

    @property
    def complete(self) -> bool:
        """Tells whether every n of n/m is there."""
        return len(self.numbers - {0}) == self.total

    @property
    def patches(self) -> tuple[Letter, ...]:
        """The letters that are no cover, in the order of the mailbox."""
        return tuple(letter for letter in self.letters if letter.patch.subject.number != 0)

    @property
    def date(self) -> float:
        """When the last of the letters was sent (seconds since the epoch, 0 when none says)."""
        return max(sent_at(letter) for letter in self.letters)

    @property
    def announced(self) -> bool:
        """Tells whether a letter says PATCH or RFC; a robot's "[tree 12/34]" does not."""
        return any(is_announced(letter) for letter in self.letters)

    @property
    def rfc(self) -> bool:
        """Tells whether the first letter asks for comments only."""
        return self.letters[0].patch.subject.rfc

    def __str__(self) -> str:
        first = self.letters[0].patch
        return f"v{self.version} “{first.subject.text}” ({len(self.patches)} patches, {first.where})"


def sent_at(letter: Letter) -> float:
    """Returns the time in the Date header in seconds since the epoch, 0 when there is none."""
    try:
        parts = parsedate_tz(letter.patch.date)
        return float(mktime_tz(parts)) if parts else 0.0
    except (ValueError, OverflowError):  # the 31st of February of the year 99999
        return 0.0


def is_announced(letter: Letter) -> bool:
    """Tells whether the subject's brackets say that this is a patch or its cover."""
    words = [word.upper() for word in letter.patch.subject.tokens]
    return letter.patch.subject.rfc or any("PATCH" in word for word in words)


def role_of(letter: Letter) -> Role:
    """Returns what `letter` is by its subject and whether it carries a diff."""
    subject = letter.patch.subject
    words = {word.upper() for word in subject.tokens}
    if "PULL" in words and ("GIT" in words or not letter.carries_diff):
        return Role.PULL
    if subject.reply or (letter.patch.in_reply_to and not words):
        return Role.REPLY
    if subject.number == 0 and (is_announced(letter) or subject.total):
        return Role.COVER
    if letter.carries_diff or (is_announced(letter) and subject.number is not None):
        return Role.PATCH
    return Role.OTHER


def sort_into_postings(letters: Iterable[Letter]) -> tuple[Posting, ...]:
    """Returns the postings of covers and patches.

    All patches without a counter make one posting, and so do those that are 1/1 without a cover.
    """
    letters = tuple(letters)
    covers = any(letter.patch.subject.number == 0 for letter in letters)
    alone = (None,) if covers else (None, 1)
    plain = tuple(letter for letter in letters if letter.patch.subject.total in alone)
    counted = [letter for letter in letters if letter not in plain]
    threads: dict[tuple[int, int | None, str], list[Letter]] = {}
    by_id = {letter.patch.message_id: letter for letter in counted if letter.patch.message_id}
    for letter in counted:
        subject = letter.patch.subject
        key = (subject.version, subject.total, _root(letter, by_id))
        threads.setdefault(key, []).append(letter)
    postings = _rethreaded(tuple(Posting(tuple(thread)) for thread in threads.values()))
    return (*postings, Posting(plain, counted=False)) if plain else postings


def _root(letter: Letter, by_id: dict[str, Letter]) -> str:
    """Returns the id of the topmost mail that `letter` hangs below with its own version and total."""
    seen: set[str] = set()
    while (parent_id := letter.patch.in_reply_to) and parent_id not in seen:
        seen.add(parent_id)
        parent = by_id.get(parent_id)
        if parent is None:
            return parent_id
        mine, theirs = letter.patch.subject, parent.patch.subject
        if (mine.version, mine.total) != (theirs.version, theirs.total):
            break
        letter = parent
    return letter.patch.message_id or letter.patch.where


def _rethreaded(threads: Sequence[Posting]) -> tuple[Posting, ...]:
    merged: list[Posting] = []
    for thread in threads:
        for at, posting in enumerate(merged):
            if _complete_each_other(posting, thread):
                merged[at] = Posting((*posting.letters, *thread.letters))
                break
        else:
            merged.append(thread)
    return tuple(merged)


def _complete_each_other(one: Posting, two: Posting) -> bool:
    first, second = one.letters[0].patch, two.letters[0].patch
    return (
        (one.version, one.total, one.rfc) == (two.version, two.total, two.rfc)
        and first.subject.resend == second.subject.resend
        and first.sender.email == second.sender.email
        and not one.numbers & two.numbers
    )


def newest(postings: Sequence[Posting]) -> Posting:
    """Returns the posting to read: announced as a patch, counted, the newest version, complete, latest.

    An RFC and a real posting count their versions apart, so between those two the date decides.
    """
    candidates = [one for one in postings if one.patches] or list(postings)
    candidates = [one for one in candidates if one.announced] or candidates
    candidates = [one for one in candidates if one.counted] or candidates
    if len({one.rfc for one in candidates}) == 1:
        return max(candidates, key=lambda one: (one.version, one.complete, one.date))
    return max(candidates, key=lambda one: (one.date, one.version))
