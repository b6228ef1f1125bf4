"""Sorts letters into postings: which mails were sent together as one version of one series.

Mails belong together when version and total agree and the thread links them; without a thread, when one
sender numbered them without overlap within an hour (b4 calls that rethreading). Refuses to drop
anything: every letter ends in one posting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.utils import mktime_tz, parsedate_tz
from enum import StrEnum
from itertools import combinations

from msgspec import Struct, field

from patchkit.readers.mail import Letter

TOGETHER = 3600.0  # seconds between two mails that were sent together, as in b4
_DIGEST = re.compile(r"\bdigest\b.*(?:\bvol(?:ume)?\b|\bissue\b|\bv\d+ ?#)", re.IGNORECASE)


class Role(StrEnum):
    """What a letter is in a mailbox."""

    COVER = "cover"
    PATCH = "patch"
    REPLY = "reply"
    PULL = "pull request"
    DIGEST = "digest"
    NOTICE = "notice"
    OTHER = "other mail"


class Thread:
    """The letters of a mailbox by message-id, and what each of them answers."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        """Keeps the first letter of each id."""
        self._by_id: dict[str, Letter] = {}
        for letter in letters:
            if letter.patch.message_id:
                self._by_id.setdefault(letter.patch.message_id, letter)

    def get(self, message_id: str) -> Letter | None:
        """Returns the letter with this id, None when it is not here."""
        return self._by_id.get(message_id)

    def parent(self, letter: Letter) -> Letter | None:
        """Returns the letter that `letter` answers.

        Where that one is not here, the nearest one of its References that is.
        """
        patch = letter.patch
        for message_id in (patch.in_reply_to, *reversed(patch.references)):
            found = self._by_id.get(message_id)
            if found is not None and found is not letter:
                return found
        return None

    def answers_directly(self, letter: Letter) -> bool:
        """Tells whether the very mail that `letter` answers is here."""
        patch = letter.patch
        nearest = patch.in_reply_to or next(iter(reversed(patch.references)), "")
        return nearest in self._by_id

    def ancestors(self, letter: Letter) -> Iterator[Letter]:
        """Yields what `letter` answers, what that one answers, and so on."""
        seen = {id(letter)}
        above = self.parent(letter)
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            yield above
            above = self.parent(above)


class Posting(Struct, frozen=True):
    """Letters that were sent together; a cover among them has number 0.

    `counted` tells whether n/m counters order them; without, they stand as in the mailbox. `places`
    holds the numbers of letters whose subjects do not say them.
    """

    letters: tuple[Letter, ...]
    counted: bool = True
    places: Mapping[Letter, int] = field(default_factory=dict)

    def place(self, letter: Letter) -> int:
        """Returns the n of n/m of a letter; 0 is the cover's."""
        return self.places.get(letter, letter.patch.subject.number or 0)

    def is_cover(self, letter: Letter) -> bool:
        """Tells whether a letter is the cover letter."""
        return self.places.get(letter, letter.patch.subject.number) == 0

    @property
    def version(self) -> int:
        """The reroll's number: the first letter's, or the newest of patches without a counter."""
        versions = [letter.patch.subject.version for letter in self.letters]
        return versions[0] if self.counted else max(versions)

    @property
    def total(self) -> int | None:
        """The m of n/m, None for patches without a counter."""
        return self.letters[0].patch.subject.total

    @property
    def numbers(self) -> frozenset[int]:
        """The n of every n/m."""
        return frozenset(self.place(letter) for letter in self.letters)

    @property
    def complete(self) -> bool:
        """Tells whether every n of n/m is there."""
        return len(self.numbers - {0}) == self.total

    @property
    def patches(self) -> tuple[Letter, ...]:
        """The letters that are no cover, in the order of their counters, else of the mailbox."""
        return tuple(letter for letter in self.letters if not self.is_cover(letter))

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

    @property
    def resend(self) -> bool:
        """Tells whether the first letter says that all was sent before."""
        return self.letters[0].patch.subject.resend

    @property
    def sender(self) -> str:
        """The address that sent the first letter, in lower case."""
        return self.letters[0].patch.sender.email.lower()

    @property
    def titles(self) -> frozenset[str]:
        """The subjects without prefixes, letter case and runs of blanks evened out."""
        return frozenset(title_of(letter) for letter in self.letters) - {""}

    @property
    def change_ids(self) -> frozenset[str]:
        """b4's change-id, which stays through all versions."""
        return frozenset(letter.patch.base.change_id for letter in self.letters) - {""}

    @property
    def name(self) -> str:
        """The version as people say it: "v2", "RFC v3"."""
        return f"RFC v{self.version}" if self.rfc else f"v{self.version}"

    def __str__(self) -> str:
        first = self.letters[0].patch
        count = f"{len(self.patches)} patch{'' if len(self.patches) == 1 else 'es'}"
        return f"{self.name} “{first.subject.text}” ({count}, {first.where})"


def title_of(letter: Letter) -> str:
    """Returns the subject without prefixes, with letter case and runs of blanks evened out."""
    return " ".join(letter.patch.subject.text.casefold().split())


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
    """Returns what `letter` is by its subject and whether it carries a diff.

    A mail (a bare diff is none) that neither announces a patch nor holds one that can be read is no
    patch: its prose imitates a diff. A diff below a bracket that is neither PATCH nor a counter, in
    answer to something, is a robot's notice ("[tip: x86/mm] mm: fix it").
    """
    subject, patch = letter.patch.subject, letter.patch
    words = {word.upper() for word in subject.tokens}
    if "PULL" in words and (words & {"GIT", "REQUEST"} or not letter.carries_diff):
        return Role.PULL
    if letter.digest or _DIGEST.search(subject.text):
        return Role.DIGEST
    if subject.reply or (patch.in_reply_to and not words):
        return Role.REPLY
    if subject.number == 0 and (is_announced(letter) or subject.total):
        return Role.COVER
    claimed = is_announced(letter) or subject.number is not None
    if letter.carries_diff and (claimed or not letter.posted):
        return Role.PATCH
    if letter.carries_diff and not patch.malformed:
        return Role.NOTICE if patch.in_reply_to else Role.PATCH
    if is_announced(letter) and subject.number is not None:
        return Role.PATCH
    return Role.OTHER


def sort_into_postings(letters: Iterable[Letter], thread: Thread | None = None) -> tuple[Posting, ...]:
    """Returns the postings of covers and patches; `thread` knows the other mails of the mailbox.

    Patches without a counter that answer nothing make one posting, and so do those that are 1/1 without
    a cover. One that answers a mail is a posting of its own, unless it was sent along with another.
    """
    letters = tuple(letters)
    thread = thread or Thread(letters)
    covers = any(letter.patch.subject.number == 0 for letter in letters)
    alone = (None,) if covers else (None, 1)
    plain = tuple(letter for letter in letters if letter.patch.subject.total in alone)
    apart = frozenset(plain)
    counted = [letter for letter in letters if letter not in apart]
    threads: dict[tuple[object, ...], list[Letter]] = {}
    for letter in counted:
        threads.setdefault((*_kind(letter), _root(letter, thread)), []).append(letter)
    postings = [one for group in threads.values() for one in _without_resent(group)]
    return (*_rethreaded(postings, thread), *_uncounted(plain, thread))


def _kind(letter: Letter) -> tuple[int, int | None]:
    return letter.patch.subject.version, letter.patch.subject.total


def _without_resent(group: Sequence[Letter]) -> list[Posting]:
    """Takes apart what was sent below the same root with the same numbers, as RESEND or without RFC."""
    marks: dict[tuple[bool, bool], list[Letter]] = {}
    for letter in group:
        marks.setdefault((letter.patch.subject.resend, letter.patch.subject.rfc), []).append(letter)
    parts = [_counted(letters) for letters in marks.values()]
    overlap = any(one.numbers & two.numbers for one, two in combinations(parts, 2))
    return parts if overlap else [_counted(group)]


def _counted(letters: Iterable[Letter]) -> Posting:
    """Returns the posting of letters with counters: the first one speaks for all, however they came."""
    return Posting(tuple(sorted(letters, key=lambda one: (one.patch.subject.number or 0, sent_at(one)))))


def _root(letter: Letter, thread: Thread) -> str:
    """Returns the id of the topmost mail that `letter` hangs below with its own version and total."""
    seen = {letter}
    while (above := thread.parent(letter)) is not None and above not in seen:
        if above.patch.subject.reply or _kind(above) != _kind(letter):
            return _name(letter)
        seen.add(above)
        letter = above
    return letter.patch.in_reply_to or _name(letter)


def _name(letter: Letter) -> str:
    return letter.patch.message_id or letter.patch.where


def _rethreaded(postings: Sequence[Posting], thread: Thread) -> tuple[Posting, ...]:
    merged: list[Posting] = []
    places: dict[tuple[int | None, str], list[int]] = {}
    for posting in postings:
        sender = posting.sender if _was_sent(posting.letters) else ""
        near = places.setdefault((posting.total, sender), [])
        for at in near:
            if _complete_each_other(merged[at], posting, thread):
                merged[at] = _counted((*merged[at].letters, *posting.letters))
                break
        else:
            near.append(len(merged))
            merged.append(posting)
    return tuple(merged)


def _complete_each_other(one: Posting, two: Posting, thread: Thread) -> bool:
    """Tells whether two parts of the same total and sender were sent as one.

    Below the same mail they may even have versions of their own.
    """
    if one.numbers & two.numbers or not _together(one.letters, two.letters):
        return False
    if one.version == two.version:
        return True
    above = {id(thread.parent(letter)) for letter in one.patches} - {id(None)}
    return any(id(thread.parent(letter)) in above for letter in two.patches)


def _was_sent(letters: Iterable[Letter]) -> bool:
    """Tells whether a mail bears an id: what `git format-patch` writes has none.

    There the sender is the commit's author, and the date is the commit's.
    """
    return any(letter.patch.message_id for letter in letters)


def _together(ones: Iterable[Letter], others: Iterable[Letter]) -> bool:
    """Tells whether the two were sent within an hour of each other, as far as their dates say."""
    one, two = tuple(ones), tuple(others)
    if not _was_sent((*one, *two)) or not all(map(sent_at, (*one, *two))):
        return True
    return any(abs(sent_at(a) - sent_at(b)) <= TOGETHER for a in one for b in two)


def _uncounted(letters: Sequence[Letter], thread: Thread) -> tuple[Posting, ...]:
    """Returns the postings of patches without a counter."""
    free: list[Letter] = []
    groups = [free]
    for letter in letters:
        above = thread.parent(letter)
        home = next((group for group in groups if above in group), None)
        if above is None:
            free.append(letter)
        elif home is not None and _sent_along(letter, above):
            home.append(letter)
        else:
            groups.append([letter])
    return tuple(Posting(tuple(group), counted=False) for group in groups if group)


def _sent_along(letter: Letter, above: Letter) -> bool:
    """Tells whether a patch that answers another is a part of the same posting, not a reroll of it."""
    same_sender = letter.patch.sender.email.lower() == above.patch.sender.email.lower()
    same_kind = _kind(letter) == _kind(above) and title_of(letter) != title_of(above)
    return same_sender and same_kind and _together((letter,), (above,))
