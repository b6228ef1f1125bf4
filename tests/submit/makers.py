"""Series made of a few words, and what one rule says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from patchkit.model.series import Series
from patchkit.readers.assemble import assemble
from patchkit.submit.base import Commit, History, Submission, SubmitRule
from tests.readers.mails import DIFF, SIGNATURE, letter, mail

ADA = "Ada Slot <ada@example.org>"
SIGNED = f"Signed-off-by: {ADA}\n"
WHY = "Slots are too small.\n\n"


def mail_of(subject: str, message: str, *, notes: str = "", diff: bytes = DIFF, **headers: str) -> bytes:
    """A patch mail with this commit message, and `notes` below its `---`."""
    body = message.encode() + b"---\n" + notes.encode() + b"\n" + diff + SIGNATURE
    return mail(subject, body, **headers)


def series_of(*mails: bytes) -> Series:
    """The series that the mails make; each is known by its place."""
    return assemble("x.mbox", [letter(raw, f"mail {at}") for at, raw in enumerate(mails, 1)])


def said(
    rule: SubmitRule, series: Series, history: History | None = None, *, posted: bool = True
) -> list[str]:
    """What the rule says: "patch severity confidence: message", a line each."""
    return [
        f"{'-' if one.patch is None else one.patch} {one.severity} {one.confidence}: {one.message}"
        for one in rule.check(Submission(series, posted, history))
    ]


def single(
    rule: SubmitRule, message: str, subject: str = "[PATCH] mm/slot: Cut", **more: str
) -> list[str]:
    """What the rule says of a series of one patch with this commit message."""
    return said(rule, series_of(mail_of(subject, message, **more)))  # type: ignore[arg-type]


class Commits:
    """A history of (id, subject, files) with the newest first; `base` says which ones the base has."""

    def __init__(
        self, *commits: tuple[str, str, Sequence[str]], complete: bool = True, beyond: Sequence[str] = ()
    ) -> None:
        self._commits = commits
        self._complete = complete
        self._beyond = beyond

    @property
    def complete(self) -> bool:
        return self._complete

    def commits(self, abbreviated: str) -> Sequence[Commit]:
        return [Commit(one, title) for one, title, _ in self._commits if one.startswith(abbreviated)]

    def beyond(self, commits: Set[str]) -> Set[str]:
        return commits & set(self._beyond)

    def titled(self, subjects: Set[str]) -> Mapping[str, Commit]:
        found = {}
        for one, title, _ in reversed(self._commits):
            if title in subjects and one not in self._beyond:
                found[title] = Commit(one, title)
        return found

    def subjects(self, path: str) -> Sequence[str]:
        return [title for _, title, files in self._commits if path in files]
