"""Sorts letters into postings: which mails were sent together as one version of one series.

Mails belong together when version and total agree and the thread links them; without a thread, when one
sender numbered them without overlap within an hour (b4 calls that rethreading). Refuses to drop
anything: every letter ends in one posting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
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
    return Posting(tuple(sorted(letters, key=lambda one: _order(one, sent_at(one)))))


def _order(letter: Letter, at: float) -> tuple[int, float]:
    """Returns what letters with counters, sent at `at`, are sorted by."""
    return letter.patch.subject.number or 0, at


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
    merged: list[_Parts] = []
    places: dict[tuple[int | None, str], list[_Parts]] = {}
    for posting in postings:
        sender = posting.sender if _was_sent(posting.letters) else ""
        near = places.setdefault((posting.total, sender), [])
        home = next((one for one in near if one.lacks(posting)), None)
        if home is None:
            home = _Parts(thread)
            near.append(home)
            merged.append(home)
        home.add(posting)
    return tuple(one.whole() for one in merged)


class _Parts:
    """Postings of the same total and sender that were sent as one; thousands of them at times."""

    def __init__(self, thread: Thread) -> None:
        self._thread = thread
        self._letters: list[Letter] = []
        self._numbers: set[int] = set()
        self._times: list[float] = []  # sorted
        self._above: set[int] = set()
        self._sent = False
        self._first: tuple[int, float, int] | None = None

    def add(self, posting: Posting) -> None:
        """Takes in the letters of a posting."""
        self._letters += posting.letters
        self._numbers |= posting.numbers
        self._above |= self._answered(posting)
        self._sent = self._sent or _was_sent(posting.letters)
        for letter in posting.letters:
            at = sent_at(letter)
            insort(self._times, at)
            first = (*_order(letter, at), letter.patch.subject.version)
            self._first = first if self._first is None or first[:2] < self._first[:2] else self._first

    def lacks(self, posting: Posting) -> bool:
        """Tells whether the posting is a further part.

        Below the same mail parts may even have versions of their own.
        """
        if self._numbers & posting.numbers or not self._together(posting):
            return False
        if self._first is not None and self._first[2] == posting.version:
            return True
        return bool(self._answered(posting) & self._above)

    def whole(self) -> Posting:
        """Returns all parts as one posting."""
        return _counted(self._letters)

    def _answered(self, posting: Posting) -> set[int]:
        return {id(self._thread.parent(letter)) for letter in posting.patches} - {id(None)}

    def _together(self, posting: Posting) -> bool:
        times = [sent_at(letter) for letter in posting.letters]
        if not (self._sent or _was_sent(posting.letters)) or not (all(times) and self._times[0]):
            return True
        return any(self._near(at) for at in times)

    def _near(self, at: float) -> bool:
        """Tells whether one of the letters was sent within an hour of `at`."""
        later = bisect_left(self._times, at)
        return any(abs(one - at) <= TOGETHER for one in self._times[max(later - 1, 0) : later + 1])


def _was_sent(letters: Iterable[Letter]) -> bool:
    """Tells whether a mail bears an id: what `git format-patch` writes has none.

    There the sender is the commit's author, and the date is the commit's.
    """
    return any(letter.patch.message_id for letter in letters)


def _together(one: Letter, two: Letter) -> bool:
    """Tells whether the two were sent within an hour of each other, as far as their dates say."""
    first, second = sent_at(one), sent_at(two)
    if not _was_sent((one, two)) or not (first and second):
        return True
    return abs(first - second) <= TOGETHER


def _uncounted(letters: Sequence[Letter], thread: Thread) -> tuple[Posting, ...]:
    """Returns the postings of patches without a counter."""
    free: list[Letter] = []
    groups = [free]
    homes: dict[Letter, list[Letter]] = {}
    for letter in letters:
        above = thread.parent(letter)
        home = free if above is None else homes.get(above)
        if home is None or (above is not None and not _sent_along(letter, above)):
            home = []
            groups.append(home)
        home.append(letter)
        homes.setdefault(letter, home)
    return tuple(Posting(tuple(group), counted=False) for group in groups if group)


def _sent_along(letter: Letter, above: Letter) -> bool:
    """Tells whether a patch that answers another is a part of the same posting, not a reroll of it."""
    same_sender = letter.patch.sender.email.lower() == above.patch.sender.email.lower()
    same_kind = _kind(letter) == _kind(above) and title_of(letter) != title_of(above)
    return same_sender and same_kind and _together(letter, above)
